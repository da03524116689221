import { toText } from '../convert.ts';
import { FluxError } from '../errors.ts';
import { type Builtin, builtin } from '../registry.ts';
import { typeName, UInt, type Value } from '../values.ts';

/** Package contrib/bonitoo-io/hex: whole numbers and bytes in base 16. */
export const hex: readonly Builtin[] = [
  builtin('string(v: any)', (args) => toHex(args.value('v'))),
  builtin('int(v: string)', (args) => (args.value('v') === null ? null : toInt(args.string('v')))),
  builtin('uint(v: string)', (args) => (args.value('v') === null ? null : toUInt(args.string('v')))),
  builtin('bytes(v: string)', (args) => toBytes(args.string('v'))),
];

function toHex(value: Value): Value {
  if (value === null) return null;
  if (typeof value === 'bigint') return value.toString(16);
  if (value instanceof UInt) return value.value.toString(16);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  const type = typeName(value);
  if (!['string', 'float', 'bool', 'time', 'duration'].includes(type))
    throw new FluxError(`cannot convert ${type} to string`);
  return toText(value);
}

function toInt(text: string): bigint {
  // What is before `0x` may be a sign, and what is after it too.
  const [, sign = '', digits = ''] =
    /^([+-])0x((?:_?[0-9a-f]+)+)$/i.exec(text.includes('0x') ? text : '') ??
    /^([+-]?)([0-9a-f]+)$/i.exec(text.replace(/^0x/, '')) ??
    [];
  const whole = BigInt(`0x${digits.replaceAll('_', '') || '0'}`) * (sign === '-' ? -1n : 1n);
  if (digits === '' || BigInt.asIntN(64, whole) !== whole) throw syntax(text, 'int');
  return whole;
}

function toUInt(text: string): UInt {
  const digits = text.replace(/^0x/, '');
  if (!/^[0-9a-f]+$/i.test(digits)) throw syntax(text, 'uint');
  const whole = BigInt(`0x${digits}`);
  if (BigInt.asUintN(64, whole) !== whole) throw syntax(text, 'uint');
  return new UInt(whole);
}

function syntax(text: string, to: string): FluxError {
  return new FluxError(`cannot convert string ${JSON.stringify(text)} to ${to} due to invalid syntax`);
}

function toBytes(text: string): Uint8Array {
  const odd = new TextEncoder().encode(text).find((byte) => !/[0-9a-f]/i.test(String.fromCharCode(byte)));
  const reason =
    odd !== undefined
      ? `invalid byte: U+${odd.toString(16).toUpperCase().padStart(4, '0')} '${String.fromCharCode(odd)}'`
      : 'odd length hex string';
  if (odd !== undefined || text.length % 2 === 1)
    throw new FluxError(
      `cannot convert string ${JSON.stringify(text)} to bytes due to hex decoding error: encoding/hex: ${reason}`,
    );
  return new Uint8Array(Buffer.from(text, 'hex'));
}
