import { accessOf } from '../params/describe.ts';
import type { Script } from '../script.ts';
import type { Problem } from './problem.ts';

/** Where what the comment documents and what the script uses differ. */
export function documentationProblems({ params, positions, file, text }: Script): Problem[] {
  const { parameters, documentation, opened } = params;
  // The lines of what documents nothing at all are read as any comment is.
  if (documentation.size === 0) return [];
  const used = new Set(parameters.map(({ name }) => name));
  const undocumented = parameters
    .filter(({ name }) => !documentation.has(name))
    .flatMap(({ name, uses }) => uses.slice(0, 1).map(({ access }) => ({ name, property: access.property })))
    .map(
      ({ name, property: { start, end } }): Problem => ({
        group: 'documentation',
        code: 'undocumented-parameter',
        severity: 'information',
        start,
        end,
        message: `“${accessOf(name)}” is missing under “## Parameters”.`,
      }),
    );
  // In a text that is being typed, or where keys cannot be known, a use may just not be seen.
  if (opened.length > 0) return undocumented;
  const unused = [...documentation]
    .filter(([name]) => !used.has(name))
    .map(([name, { line }]): Problem => {
      const start = positions.lineStart(line) + (/\S/.exec(positions.line(line))?.index ?? 0);
      return {
        group: 'documentation',
        code: 'unused-documentation',
        severity: 'information',
        start,
        end: positions.lineEnd(line),
        message: `The script does not use “${accessOf(name)}”.`,
        fixes: [
          {
            title: `Remove the documentation of ${name}`,
            changes: [{ start: positions.lineStart(line), end: positions.lineStart(line + 1), newText: '' }],
          },
        ],
      };
    });
  return file.body.length > 0 && text !== '' ? [...undocumented, ...unused] : [];
}
