import { quote } from '../../../server/src/flux/tokens.ts';
import type { ScriptParameter } from '../../../server/src/protocol.ts';
import type { Inputs } from './inputs.ts';

/** How to find out which values there are for a parameter. */
export type NamesQuestion =
  | { readonly kind: 'buckets' }
  /** Flux whose answer has the names in the column `_value`. */
  | { readonly kind: 'query'; readonly flux: string }
  /** Nobody can be asked yet, and why. */
  | { readonly kind: 'none'; readonly reason: string };

/** More names than this are no choice. */
const limit = 1000;

/** Whether a parameter's values can be asked of the server. */
export function suggests({ role, tagKey }: Pick<ScriptParameter, 'role' | 'tagKey'>): boolean {
  return role !== undefined && (role !== 'tag' || tagKey !== undefined);
}

/**
 * What to ask the server for a parameter's values. The values typed for other parameters say where to look: a bucket, or
 * else the only one that the script reads itself, and a measurement.
 *
 * The functions: https://docs.influxdata.com/flux/v0/stdlib/influxdata/influxdb/schema/
 */
export function namesQuestion(
  parameter: ScriptParameter,
  parameters: readonly ScriptParameter[],
  inputs: Inputs,
): NamesQuestion {
  if (parameter.role === 'bucket') return { kind: 'buckets' };
  const typed = (role: ScriptParameter['role']) => {
    const name = parameters.find((other) => other !== parameter && other.role === role)?.name;
    return name === undefined ? undefined : inputs[name] || undefined;
  };
  const bucket = typed('bucket') ?? parameter.bucket;
  if (bucket === undefined) {
    const asked = parameters.find(({ role }) => role === 'bucket');
    return {
      kind: 'none',
      reason: asked
        ? `${asked.name}, the bucket, has no value yet`
        : 'the script does not say in which bucket',
    };
  }
  const call = schemaCall(parameter, typed('measurement'));
  if (call === undefined) return { kind: 'none', reason: 'nothing is known of what it names' };
  const { name, ...args } = call;
  const list = Object.entries({ bucket, ...args }).map(([key, value]) => `${key}: ${quote(value)}`);
  return {
    kind: 'query',
    flux: `import "influxdata/influxdb/schema"\n\nschema.${name}(${list.join(', ')}) |> limit(n: ${limit})`,
  };
}

function schemaCall(
  { role, tagKey }: ScriptParameter,
  measurement: string | undefined,
): (Readonly<Record<string, string>> & { readonly name: string }) | undefined {
  switch (role) {
    case 'measurement':
      return { name: 'measurements' };
    case 'field':
      return measurement === undefined
        ? { name: 'fieldKeys' }
        : { name: 'measurementFieldKeys', measurement };
    case 'tag':
      if (tagKey === undefined) return undefined;
      return measurement === undefined
        ? { name: 'tagValues', tag: tagKey }
        : { name: 'measurementTagValues', measurement, tag: tagKey };
    default:
      return undefined;
  }
}
