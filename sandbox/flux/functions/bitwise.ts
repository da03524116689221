import { FluxError } from '../errors.ts';
import { type Builtin, builtin } from '../registry.ts';
import type { Args } from '../signature.ts';
import { UInt } from '../values.ts';

const operations: Readonly<Record<string, (a: bigint, b: bigint) => bigint>> = {
  and: (a, b) => a & b,
  or: (a, b) => a | b,
  xor: (a, b) => a ^ b,
  clear: (a, b) => a & ~b,
  lshift: (a, b) => (b > 63n ? 0n : a << b),
  rshift: (a, b) => a >> (b > 63n ? 63n : b),
};

/** Package bitwise: each operation on unsigned and on signed integers. */
export const bitwise: readonly Builtin[] = [
  ...Object.entries(operations).flatMap(([name, of]) => [
    builtin(`u${name}(a: uint, b: uint)`, (args) => new UInt(of(unsigned(args, 'a'), unsigned(args, 'b')))),
    builtin(`s${name}(a: int, b: int)`, (args) => {
      const [a, b] = [args.int('a'), args.int('b')];
      if (name.endsWith('shift') && b < 0n) throw new FluxError(`cannot shift by ${b}`);
      return BigInt.asIntN(64, of(a, b));
    }),
  ]),
  builtin('unot(a: uint)', (args) => new UInt(~unsigned(args, 'a'))),
  builtin('snot(a: int)', (args) => ~args.int('a')),
];

function unsigned(args: Args, name: string): bigint {
  const value = args.value(name);
  if (!(value instanceof UInt)) throw new FluxError(`argument ${JSON.stringify(name)} is null`);
  return value.value;
}
