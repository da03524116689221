import { FluxError } from '../errors.ts';
import { type Builtin, builtin } from '../registry.ts';

/** Planner's hints of package internal/debug, which the language's own test cases use: the tables as they are. */
const hints = ['opaque', 'pass', 'slurp'].map((name) =>
  builtin(`${name}(<-tables: stream)`, (args) => args.stream()),
);

const types = ['bool', 'bytes', 'duration', 'float', 'int', 'regexp', 'string', 'time', 'uint'];

/** What package internal/debug has that has to do with answers. */
export const debug: readonly Builtin[] = [
  ...hints,
  builtin('null(?type: string)', (args) => {
    const type = args.string('type', 'string');
    if (!types.includes(type)) throw new FluxError(`invalid type: ${JSON.stringify(type)}`);
    return null;
  }),
];
