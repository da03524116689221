import type { File } from '../flux/ast.ts';
import type { Positions, Range } from '../flux/positions.ts';
import type { ParamType, ScriptParameter } from '../protocol.ts';
import { type ParameterDocumentation, readDocumentation } from './documentation.ts';
import { findReferences } from './references.ts';
import { scanUses } from './scan.ts';
import { type Usage, usageOf } from './usage.ts';

/** The parameters of a script, as far as its text tells. */
export interface ParametersModel {
  /** In the order of their first use. */
  readonly parameters: readonly ScriptParameter[];
  /** There may be keys that nobody can know: the record is passed on whole. */
  readonly open: boolean;
  /** Names that hold the record. */
  readonly names: ReadonlySet<string>;
  /** Also of keys that are not used. */
  readonly documentation: ReadonlyMap<string, ParameterDocumentation>;
}

/**
 * Everything a text says of its parameters: the tree tells where each key is used and for what, the compiler infers types,
 * comments document. Uses that stand where the text is broken are found by their looks.
 *
 * @param inferred the compiler's types; none when it could not be asked
 */
export function readParameters(
  text: string,
  file: File,
  inferred: ReadonlyMap<string, ParamType>,
  positions: Positions,
): ParametersModel {
  const { references, members, names, open } = findReferences(file);
  const uses = new Map<string, { places: Range[]; usages: Usage[] }>();
  const add = (key: string, place: Range, usage: Usage | undefined) => {
    const entry = uses.get(key) ?? { places: [], usages: [] };
    entry.places.push(place);
    if (usage) entry.usages.push(usage);
    uses.set(key, entry);
  };
  for (const reference of references) {
    add(reference.key, positions.range(reference.location), usageOf(reference));
  }
  if (isBroken(file)) {
    // What the tree has read, it knows better: not every `params` is the record.
    const read = new Set(members.map((location) => startOf(positions.range(location))));
    for (const { key, start, end } of scanUses(text)) {
      const place = { start: positionAt(text, start), end: positionAt(text, end) };
      if (!read.has(startOf(place))) add(key, place, undefined);
    }
  }
  const documentation = readDocumentation(text);
  const parameters = [...uses]
    .map(([name, { places, usages }]): ScriptParameter => {
      const type = inferred.get(name) ?? 'any';
      const about = documentation.get(name);
      return {
        name,
        type,
        ...combine(type, usages),
        ...(about && { description: about.description }),
        ...(about?.default !== undefined && { default: about.default }),
        places: places.toSorted(byPlace),
      };
    })
    .sort((a, b) => byPlace(a.places[0] as Range, b.places[0] as Range));
  return { parameters, open, names, documentation };
}

/** The compiler's type wins: it is what the server checks. Otherwise the first use that says something. */
function combine(
  type: ParamType,
  usages: readonly Usage[],
): Pick<ScriptParameter, 'expects' | 'conversion' | 'role' | 'tagKey'> {
  const telling = usages.find(({ expects }) => expects !== 'any');
  const withRole = usages.find(({ role }) => role !== undefined);
  const conversion = usages[0]?.conversion;
  const everywhere = conversion !== undefined && usages.every((usage) => usage.conversion === conversion);
  return {
    expects: type !== 'any' ? type : (telling?.expects ?? 'any'),
    ...(everywhere && { conversion }),
    ...(withRole?.role !== undefined && { role: withRole.role }),
    ...(withRole?.tagKey !== undefined && { tagKey: withRole.tagKey }),
  };
}

function isBroken(file: File): boolean {
  let broken = false;
  JSON.stringify(file, (key, value: unknown) => {
    if (key === 'errors' && Array.isArray(value) && value.length > 0) broken = true;
    if (key === 'type' && (value === 'BadStatement' || value === 'BadExpression')) broken = true;
    return key === 'location' ? undefined : value;
  });
  return broken;
}

function positionAt(text: string, offset: number): Range['start'] {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length - 1, character: offset - lineStart };
}

function startOf({ start }: Range): string {
  return `${start.line}:${start.character}`;
}

function byPlace(a: Range, b: Range): number {
  return a.start.line - b.start.line || a.start.character - b.start.character;
}
