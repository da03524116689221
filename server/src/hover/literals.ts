import type { Node } from '../flux/syntax.ts';

const units: Readonly<Record<string, { readonly name: string; readonly nanoseconds?: bigint }>> = {
  y: { name: 'year' },
  mo: { name: 'month' },
  w: { name: 'week', nanoseconds: 604_800_000_000_000n },
  d: { name: 'day', nanoseconds: 86_400_000_000_000n },
  h: { name: 'hour', nanoseconds: 3_600_000_000_000n },
  m: { name: 'minute', nanoseconds: 60_000_000_000n },
  s: { name: 'second', nanoseconds: 1_000_000_000n },
  ms: { name: 'millisecond', nanoseconds: 1_000_000n },
  us: { name: 'microsecond', nanoseconds: 1_000n },
  µs: { name: 'microsecond', nanoseconds: 1_000n },
  ns: { name: 'nanosecond', nanoseconds: 1n },
};

/** Integers up to here survive JSON. */
const largestSafe = 2n ** 53n;
const largestInt = 2n ** 63n - 1n;

/** What a literal stands for, in words; undefined where it says so itself. */
export function describeLiteral(node: Node): string | undefined {
  switch (node.type) {
    case 'DurationLiteral':
      return describeDuration(node.value);
    case 'DateTimeLiteral':
      return describeTime(node.value);
    case 'IntegerLiteral':
      return describeInteger(node.value);
    default:
      return undefined;
  }
}

function describeDuration(value: string): string {
  const parts = Array.from(value.matchAll(/(\d+)(\D+)/g), ([, digits = '0', unit = '']) => ({
    count: BigInt(digits),
    unit,
  }));
  const words = parts.map(({ count, unit }) => {
    const name = units[unit]?.name ?? unit;
    return `${count.toLocaleString('en-US')} ${name}${count === 1n ? '' : 's'}`;
  });
  const exact = parts.every(({ unit }) => units[unit]?.nanoseconds !== undefined);
  if (!exact) return `${words.join(' ')}, as long as the calendar makes it`;
  const total = parts.reduce((sum, { count, unit }) => sum + count * (units[unit]?.nanoseconds ?? 0n), 0n);
  const onlySeconds = parts.length === 1 && parts[0]?.unit === 's';
  return onlySeconds ? words.join(' ') : `${words.join(' ')} = ${seconds(total)} s`;
}

function seconds(nanoseconds: bigint): string {
  const fraction = (nanoseconds % 1_000_000_000n).toString().padStart(9, '0').replace(/0+$/, '');
  return `${(nanoseconds / 1_000_000_000n).toLocaleString('en-US')}${fraction && `.${fraction}`}`;
}

function describeTime(value: string): string | undefined {
  const [, fraction = ''] = /(\.\d+)/.exec(value) ?? [];
  const date = new Date(value.replace(fraction, ''));
  if (Number.isNaN(date.getTime())) return undefined;
  const weekday = date.toLocaleDateString('en-US', { weekday: 'long', timeZone: 'UTC' });
  const iso = date.toISOString().replace('.000Z', `${fraction}Z`);
  return `${weekday}, \`${iso}\`; Unix time ${Math.floor(date.getTime() / 1000)} s`;
}

function describeInteger(value: string): string | undefined {
  const number = BigInt(value);
  if (number > largestInt) return 'Larger than an `int` can be: 2^63 − 1 is the limit.';
  if (number <= largestSafe) return undefined;
  return 'Larger than 2^53: as a parameter, JSON would change its last digits. Send it as text, and convert it with `int(v: …)`.';
}
