import type { JsonValue } from '../influx/types.ts';
import { parseValue, type ValueKind } from './values.ts';

/**
 * What a person would type for a value: the inverse of `parseValue`, for inputs that are filled in. A time stays the time
 * that it was resolved to.
 */
export function formatValue(value: JsonValue, parameter: ValueKind): string {
  if (typeof value !== 'string') return typeof value === 'object' ? JSON.stringify(value) : String(value);
  if (parameter.expects !== 'any') return value;
  // Text that would be taken for something else needs its quotes.
  const parsed = parseValue(value, parameter);
  return parsed.ok && parsed.value === value ? value : JSON.stringify(value);
}
