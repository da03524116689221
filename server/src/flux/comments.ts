import { type ParameterDocumentation, readDocumentation } from '../params/documentation.ts';
import type { Script } from '../script.ts';
import type { Node } from './syntax.ts';

/** What the comment above a statement says. */
export interface DocComment {
  /** All of it, as Markdown. */
  readonly text: string;
  /** The same without its section of parameters; may be empty. */
  readonly description: string;
  /** What `## Parameters` lists, by name. */
  readonly parameters: ReadonlyMap<string, ParameterDocumentation>;
}

type Commented = Pick<Script, 'text' | 'tokens' | 'positions'>;

/**
 * Reads the comment that stands directly above a statement, or a record's field: lines of nothing but comment, without
 * a blank line between them and the statement.
 */
export function docCommentOf({ text, tokens, positions }: Commented, node: Node): DocComment | undefined {
  const first = positions.position(node.start).line;
  if (text.slice(positions.lineStart(first), node.start).trim() !== '') return undefined;
  const lines: string[] = [];
  let index = tokens.findIndex(({ start }) => start >= node.start);
  if (index < 0) index = tokens.length;
  for (let line = first - 1; line >= 0; line--) {
    index -= 1;
    const token = tokens[index];
    if (token?.kind !== 'comment' || token.start < positions.lineStart(line)) break;
    if (token.start >= positions.lineStart(line + 1)) break;
    if (text.slice(positions.lineStart(line), token.start).trim() !== '') break;
    lines.unshift(token.text.replace(/^\/\/ ?/, '').trimEnd());
  }
  // A ruled line is decoration, and would turn the line above it into a heading.
  const prose = lines.filter((line) => !/^[-=*/#~_ ]{3,}$/.test(line));
  const whole = prose.join('\n').trim();
  if (whole === '') return undefined;
  return {
    text: whole,
    description: withoutParameters(prose).join('\n').trim(),
    parameters: readDocumentation(prose.map((line) => `// ${line}`).join('\n')),
  };
}

function withoutParameters(lines: readonly string[]): string[] {
  let inSection = false;
  return lines.filter((line) => {
    if (/^#+\s/.test(line)) inSection = /^#+\s+parameters\s*$/i.test(line);
    return !inSection;
  });
}
