import { toText } from './convert.ts';
import { FluxError } from './errors.ts';
import { Dict, FluxFunction, FluxRecord, typeName, type Value } from './values.ts';

/** How many elements stand on one line. */
const onOneLine = 3;

/**
 * A value as `display` writes it, much like a literal (https://docs.influxdata.com/flux/v0/stdlib/universe/display/).
 *
 * @throws FluxError for what has no text, such as a stream of tables.
 */
export function display(value: Value, indent = ''): string {
  if (value === null) return '<null>';
  if (value instanceof Uint8Array)
    return `0x${Array.from(value, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
  if (Array.isArray(value))
    return enclosed(
      '[',
      ']',
      value.map((item) => ['', item] as const),
      indent,
    );
  if (value instanceof Dict) {
    const pairs = [...value.entries.values()].map(([key, item]) => [`${display(key)}: `, item] as const);
    return pairs.length === 0 ? '[:]' : enclosed('[', ']', pairs, indent);
  }
  if (value instanceof FluxRecord) {
    const labels = [...value.labels()].sort();
    return enclosed(
      '{',
      '}',
      labels.map((label) => [`${label}: `, value.get(label)] as const),
      indent,
    );
  }
  if (value instanceof FluxFunction) return `(${value.parameters.map(({ name }) => name).join(', ')}) => …`;
  if (typeName(value) === 'stream') throw new FluxError('display cannot show a stream of tables');
  return toText(value);
}

function enclosed(
  open: string,
  close: string,
  items: readonly (readonly [string, Value])[],
  indent: string,
): string {
  if (items.length <= onOneLine) {
    return `${open}${items.map(([head, item]) => head + display(item, indent)).join(', ')}${close}`;
  }
  const inner = `${indent}    `;
  const lines = items.map(([head, item]) => `${inner}${head}${display(item, inner)}`);
  return `${open}\n${lines.join(',\n')}\n${indent}${close}`;
}
