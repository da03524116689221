import { j0, j1, jn, y0, y1, yn } from '../../math/bessel.ts';
import { erf, erfc, erfinv } from '../../math/errorFunctions.ts';
import { gamma, lgamma } from '../../math/gammaFunctions.ts';
import type { Context } from '../context.ts';
import { FluxError } from '../errors.ts';
import { type Builtin, builtin } from '../registry.ts';
import type { Args } from '../signature.ts';
import { MapRecord, type Value } from '../values.ts';

const unary: readonly (readonly [string, (x: number) => number])[] = [
  ['erf', erf],
  ['erfc', erfc],
  ['erfinv', erfinv],
  ['erfcinv', (x) => erfinv(1 - x)],
  ['gamma', gamma],
  ['j0', j0],
  ['j1', j1],
  ['y0', y0],
  ['y1', y1],
];

function ofOrder(of: typeof jn) {
  return (args: Args, { budget }: Context): Value => {
    const n = args.int('n');
    // The recurrences count with the order as a number.
    if (n > 2n ** 52n || n < -(2n ** 52n))
      throw new FluxError(`the sandbox has no order as high as ${n}`, 'unsupported');
    return of(Number(n), args.float('x'), () => budget.spend());
  };
}

/** The special functions of package math. */
export const specialFunctions: readonly Builtin[] = [
  ...unary.map(([name, of]) => builtin(`${name}(x: float)`, (args) => of(args.float('x')))),
  builtin('jn(n: int, x: float)', ofOrder(jn)),
  builtin('yn(n: int, x: float)', ofOrder(yn)),
  builtin('lgamma(x: float)', (args) => {
    const { lgamma: logarithm, sign } = lgamma(args.float('x'));
    return new MapRecord(
      new Map<string, Value>([
        ['lgamma', logarithm],
        ['sign', BigInt(sign)],
      ]),
    );
  }),
];
