import { FluxError } from '../errors.ts';
import { type Builtin, builtin, type PackageOption } from '../registry.ts';

/** Planner's hints of package internal/debug, which the language's own test cases use: the tables as they are. */
const hints = ['opaque', 'pass', 'slurp'].map((name) =>
  builtin(`${name}(<-tables: stream)`, (args) => args.stream()),
);

/** It says how functions are compiled; no answer depends on it. */
export const debugOptions: Readonly<Record<string, PackageOption>> = { vectorize: { initial: false } };

const types = ['bool', 'bytes', 'duration', 'float', 'int', 'regexp', 'string', 'time', 'uint'];

/** What package internal/debug has that has to do with answers. */
export const debug: readonly Builtin[] = [
  ...hints,
  builtin('sink(<-tables: stream)', (args, context) =>
    args.stream().all((tables) => {
      for (const table of tables) context.budget.spend(1 + table.length);
      return [];
    }),
  ),
  builtin('getOption(pkg: string, name: string)', (args, context) =>
    context.option(args.string('pkg'), args.string('name')),
  ),
  builtin('null(?type: string)', (args) => {
    const type = args.string('type', 'string');
    if (!types.includes(type)) throw new FluxError(`invalid type: ${JSON.stringify(type)}`);
    return null;
  }),
];
