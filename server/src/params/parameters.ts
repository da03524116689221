import type { FluxSymbol } from '../flux/bindings.ts';
import type { Positions } from '../flux/positions.ts';
import type { File, MemberExpression, Node } from '../flux/syntax.ts';
import type { ParamType, ScriptParameter } from '../protocol.ts';
import { onlyBucket } from './buckets.ts';
import { type ParameterDocumentation, readDocumentation } from './documentation.ts';
import { findReferences } from './references.ts';
import { type Surroundings, type Usage, usagesOf } from './usage.ts';

/** One place where a script uses a key. */
export interface ParameterUse {
  /** `params.key` or `params["key"]`, whatever the record is called there. */
  readonly access: MemberExpression;
  /** What the place says; several things where the value is passed on through a variable or a function. */
  readonly usages: readonly Usage[];
}

/** One parameter: everything that is known of it. */
export interface Parameter extends Omit<ScriptParameter, 'places'> {
  /** In the text's order. */
  readonly uses: readonly ParameterUse[];
}

/** The parameters of a script, as far as its text tells. */
export interface ParametersModel {
  /** In the order of their first use. */
  readonly parameters: readonly Parameter[];
  /** Where the record is passed on whole, or a key is computed: there may be keys that nobody can know. */
  readonly opened: readonly Node[];
  /** Variables that hold the record besides `params`. */
  readonly aliases: ReadonlySet<FluxSymbol>;
  /** Also of keys that are not used. */
  readonly documentation: ReadonlyMap<string, ParameterDocumentation>;
}

/** Everything a text says of its parameters: where each key is used and for what, which types the compiler infers, and
 * what the comments document. */
export function readParameters(
  script: Surroundings & {
    readonly text: string;
    readonly file: File;
    readonly inferred: ReadonlyMap<string, ParamType>;
  },
): ParametersModel {
  const { references, aliases, opened } = findReferences(script.file, script.bindings);
  const uses = new Map<string, ParameterUse[]>();
  for (const { key, access } of references.toSorted((a, b) => a.access.start - b.access.start)) {
    const use = { access, usages: usagesOf(access, script) };
    const known = uses.get(key);
    if (known) known.push(use);
    else uses.set(key, [use]);
  }
  const documentation = readDocumentation(script.text);
  const bucket = onlyBucket(script.file, script);
  const parameters = Array.from(uses, ([name, places]): Parameter => {
    const type = script.inferred.get(name) ?? 'any';
    const about = documentation.get(name);
    const use = combine(type, places, about?.default);
    const inBucket = use.role !== undefined && use.role !== 'bucket';
    return {
      name,
      type,
      ...use,
      ...(inBucket && bucket !== undefined && { bucket }),
      ...(about && { description: about.description }),
      ...(about?.default !== undefined && { default: about.default }),
      uses: places,
    };
  });
  return { parameters, opened, aliases, documentation };
}

/** A parameter as the protocol has it. */
export function toScriptParameter({ uses, ...parameter }: Parameter, positions: Positions): ScriptParameter {
  return { ...parameter, places: uses.map(({ access }) => positions.range(access.property)) };
}

/** The compiler's type wins: it is what the server checks. Otherwise the first use that says something. */
function combine(
  type: ParamType,
  uses: readonly ParameterUse[],
  standard: string | undefined,
): Pick<ScriptParameter, 'expects' | 'conversion' | 'role' | 'tagKey'> {
  const usages = uses.flatMap((use) => use.usages);
  const telling = usages.find(({ expects }) => expects !== 'any');
  const withRole = usages.find(({ role }) => role !== undefined);
  const conversion = usages[0]?.conversion;
  const everywhere =
    conversion !== undefined &&
    uses.every(
      (use) => use.usages.length > 0 && use.usages.every((usage) => usage.conversion === conversion),
    );
  return {
    expects:
      type !== 'any' ? type : telling?.needs === 'point' ? pointType(standard) : (telling?.expects ?? 'any'),
    ...(everywhere && { conversion }),
    ...(withRole?.role !== undefined && { role: withRole.role }),
    ...(withRole?.tagKey !== undefined && { tagKey: withRole.tagKey }),
  };
}

/** What is typed for a point in time that nothing converts: a number works, and what is documented is meant. */
function pointType(standard = ''): ParamType {
  if (/^-?\d+(y|mo|w|d|h|m|s|ms|us|µs|ns)/.test(standard)) return 'duration';
  return /^\d{4}-\d{2}-\d{2}/.test(standard) ? 'time' : 'int';
}
