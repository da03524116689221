import { memberOf } from '../flux/calls.ts';
import { type Expression, type File, keyName } from '../flux/syntax.ts';
import { walk } from '../flux/walk.ts';
import type { Surroundings } from './usage.ts';

/**
 * The bucket that a script reads, when it reads exactly one and names it: `from(bucket: "…")`, or a variable that holds the
 * name.
 */
export function onlyBucket(file: File, script: Surroundings): string | undefined {
  const found = new Set<string | undefined>();
  for (const node of walk(file)) {
    if (node.type !== 'CallExpression') continue;
    const called = memberOf(node.callee, script);
    if (called?.name !== 'from' || !sources.has(called.path)) continue;
    const bucket = node.arguments.properties.find(({ key }) => keyName(key) === 'bucket');
    found.add(bucket && textOf(bucket.value ?? (bucket.key as Expression), script));
  }
  const [only] = found;
  return found.size === 1 ? only : undefined;
}

/** Where `from` reads a bucket: without an import, or from the package that it belongs to. */
const sources: ReadonlySet<string> = new Set(['universe', 'influxdata/influxdb']);

/** How many names are followed, one to the next. */
const maxSteps = 5;

function textOf(value: Expression, script: Surroundings, steps = maxSteps): string | undefined {
  if (value.type === 'StringLiteral') return value.value;
  if (value.type === 'ParenExpression') return textOf(value.expression, script, steps);
  if (value.type !== 'Identifier' || steps === 0) return undefined;
  const symbol = script.bindings.symbolOf(value);
  return symbol?.kind === 'variable' && symbol.value ? textOf(symbol.value, script, steps - 1) : undefined;
}
