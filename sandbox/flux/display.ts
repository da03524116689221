import { toText } from './convert.ts';
import { FluxError } from './errors.ts';
import { Dict, Dynamic, FluxFunction, FluxRecord, typeName, type Value } from './values.ts';

/** How many elements stand on one line. */
const onOneLine = 3;

/**
 * A value as `display` writes it, much like a literal (https://docs.influxdata.com/flux/v0/stdlib/universe/display/).
 *
 * @throws FluxError for a function.
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
  if (value instanceof Dynamic) return `dynamic(${display(value.inner, indent)})`;
  if (value instanceof FluxFunction)
    throw new FluxError('the sandbox cannot display a function: it does not know its type', 'unsupported');
  if (typeName(value) === 'stream') return '<stream>';
  if (typeof value === 'number') return floatText(value);
  return toText(value);
}

/** Go's `%v`: the shortest digits that read back, with an exponent below -4 and from 21 on. */
function floatText(value: number): string {
  const [digits = '', power = ''] = value.toExponential().split('e');
  const exponent = Number(power);
  if (!Number.isFinite(value) || value === 0 || (exponent >= -4 && exponent < 21)) return toText(value);
  return `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
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
