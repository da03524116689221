import type { JsonValue } from '../influx/types.ts';
import type { ValueKind } from './values.ts';

/**
 * What a person should know of a value that was accepted: that something else travels than was typed, or that the script
 * may not take it. Undefined when there is nothing to say.
 *
 * @param input what was typed
 * @param value what `parseValue` made of it
 */
export function valueNote(
  input: string,
  value: JsonValue,
  { expects, conversion }: ValueKind,
): string | undefined {
  switch (expects) {
    case 'duration':
    case 'time':
      if (conversion === undefined) {
        return `This travels as text, and the script does not convert it: write ${expects}(v: params.…) there.`;
      }
      return value === input.trim() ? undefined : `Sent as ${String(value)}.`;
    case 'string':
      return input === '' ? 'Sent as empty text.' : undefined;
    case 'int':
    case 'uint':
      return typeof value === 'string' ? 'Sent as text, so that no digit is lost.' : undefined;
    case 'float':
      return conversion === undefined && Number.isInteger(value)
        ? 'A whole number may arrive as an integer: float(v: params.…) in the script takes both.'
        : undefined;
    case 'any':
      return typeof value === 'string' && /^\s*(["[{]|-?\d+$)/.test(input) && value === input
        ? 'Sent as text, exactly as typed.'
        : undefined;
    case 'bool':
      return undefined;
    default:
      return expects satisfies never;
  }
}
