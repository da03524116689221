import type * as ast from '../../server/src/flux/syntax.ts';
import { FinalFluxError } from './errors.ts';
import type { Places } from './places.ts';
import { compileRegexp } from './regexp.ts';
import { parseDuration, parseTime } from './time.ts';
import type { Value } from './values.ts';

export type Literal =
  | ast.IntegerLiteral
  | ast.FloatLiteral
  | ast.StringLiteral
  | ast.DurationLiteral
  | ast.DateTimeLiteral
  | ast.RegexpLiteral;

/** @throws FinalFluxError for a duration or a date that is none. */
export function literalValue(node: Literal, places: Places): Value {
  const known = (value: Value | undefined, what: string): Value => {
    if (value === undefined)
      throw new FinalFluxError(`error ${places.at(node)}: ${node.value} is not a ${what}`);
    return value;
  };
  switch (node.type) {
    case 'IntegerLiteral':
      return BigInt(node.value);
    case 'FloatLiteral':
      return Number(node.value);
    case 'StringLiteral':
      return node.value;
    case 'DurationLiteral':
      return known(parseDuration(node.value), 'duration');
    case 'DateTimeLiteral':
      return known(parseTime(node.value), 'time');
    case 'RegexpLiteral':
      return compileRegexp(regexpSource(node.value));
  }
}

/** The expression between the slashes. Flux reads `\/` and bytes such as `\x41` itself; other escapes are the expression's. */
function regexpSource(literal: string): string {
  return literal
    .slice(1, -1)
    .replace(/((?:\\x[0-9a-fA-F]{2})+)|\\([\s\S])/g, (whole, bytes: string | undefined, escaped: string) => {
      if (bytes !== undefined) return Buffer.from(bytes.replaceAll('\\x', ''), 'hex').toString();
      return escaped === '/' ? '/' : whole;
    });
}
