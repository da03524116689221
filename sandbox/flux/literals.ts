import type * as ast from '../../server/src/engine/ast.ts';
import { at, FinalFluxError, unsupported } from './errors.ts';
import { addDurations, durationOf, parseTime } from './time.ts';
import { Duration, type Value } from './values.ts';

/** The text of a label, quoted or not. */
export function labelOf(key: ast.Identifier | ast.StringLiteral): string {
  return 'name' in key ? key.name : key.value;
}

/** @throws FinalFluxError for a unit that is none. */
export function durationLiteral(node: ast.DurationLiteral): Duration {
  return node.values.reduce((sum, { magnitude, unit }) => {
    const term = durationOf(BigInt(magnitude), unit);
    if (!term) throw unsupported(`the duration unit ${unit}`, node.location);
    return addDurations(sum, term);
  }, new Duration(0, 0n));
}

/** @throws FinalFluxError for a date that is none. */
export function timeLiteral(node: ast.DateTimeLiteral): Value {
  const time = parseTime(node.value);
  if (!time) throw new FinalFluxError(`error ${at(node.location)}: ${node.value} is not a time`);
  return time;
}
