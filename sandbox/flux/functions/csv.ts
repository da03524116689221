import { Grouping } from '../build.ts';
import type { Context } from '../context.ts';
import { readAnnotated, readRaw } from '../csvReader.ts';
import { FluxError } from '../errors.ts';
import { type Builtin, builtin } from '../registry.ts';
import type { Args } from '../signature.ts';
import { Stream } from '../stream.ts';

/** Package csv. */
export const csv: readonly Builtin[] = [builtin('from(?csv: string, ?file: string, ?mode: string)', from)];

function from(args: Args, context: Context): Stream {
  if (args.has('file'))
    throw new FluxError('the sandbox reads no files; give the text as csv', 'unsupported');
  const text = args.string('csv');
  const mode = args.string('mode', 'annotations');
  if (mode === 'raw') {
    const table = readRaw(text);
    return new Stream(() => [table]);
  }
  if (mode !== 'annotations')
    throw new FluxError(`mode must be "annotations" or "raw", got ${JSON.stringify(mode)}`);
  const groups = new Grouping();
  for (const table of readAnnotated(text)) {
    context.budget.spend(1 + table.length);
    groups.add(table.key, { table });
  }
  return new Stream(() => groups.arrived());
}
