import type { TimeStyle } from '../../webview/protocol.ts';
import { formatTime } from './values.ts';
import { zoneOffset } from './zone.ts';

const SECOND = 1_000_000_000n;

/** Prints nanoseconds since 1970. */
export type TimeFormatter = (nanoseconds: bigint) => string;

/** How times of a style are printed; throws a RangeError for a zone that nobody knows. */
export function timeFormatter({ zone, format }: TimeStyle): TimeFormatter {
  if (format === 'ns') {
    return String;
  }
  if (format === 'ms') {
    return milliseconds;
  }
  if (format === 'rfc3339' && zone === 'UTC') {
    return formatTime;
  }
  const offset = zoneOffset(zone);
  return (nanoseconds) => {
    let seconds = Number(nanoseconds / SECOND);
    let rest = nanoseconds % SECOND;
    if (rest < 0n) {
      seconds -= 1;
      rest += SECOND;
    }
    const away = offset(seconds);
    const local = new Date((seconds + away) * 1000).toISOString().slice(0, 19);
    const digits = String(rest).padStart(9, '0');
    const fraction = format === 'nine' ? `.${digits}` : rest === 0n ? '' : `.${digits.replace(/0+$/, '')}`;
    return format === 'plain'
      ? `${local.replace('T', ' ')}${fraction}`
      : `${local}${fraction}${zone === 'UTC' ? 'Z' : offsetText(away)}`;
  };
}

/** Whether there is a zone of this name. */
export function isTimeZone(name: string): boolean {
  try {
    return name !== '' && zoneOffset(name) !== undefined;
  } catch {
    return false;
  }
}

/**
 * Reads a time as a person types it, in nanoseconds since 1970: RFC 3339, a date, or a date with a time, these in the zone
 * if they name none; or a number of nanoseconds. Undefined when it is none of these.
 */
export function readTime(text: string, zone: string): bigint | undefined {
  const trimmed = text.trim();
  if (/^-?\d{5,19}$/.test(trimmed)) {
    return BigInt(trimmed);
  }
  const match =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?\s*(Z|[+-]\d\d:\d\d)?$/i.exec(trimmed);
  if (match === null) {
    return undefined;
  }
  const [, date, minute = '00:00', second = '00', fraction = '', named] = match;
  const read = Date.parse(`${date}T${minute}:${second}Z`);
  if (Number.isNaN(read) || new Date(read).toISOString().slice(0, 10) !== date) {
    return undefined;
  }
  const wall = read / 1000;
  const away = named === undefined ? offsetOfWall(wall, zone) : offsetOfName(named);
  return BigInt(wall - away) * SECOND + BigInt(fraction.padEnd(9, '0'));
}

/** A zone's seconds ahead of UTC when its clocks show a time, given as if they showed UTC. */
function offsetOfWall(wall: number, zone: string): number {
  const offset = zoneOffset(zone);
  const first = wall - offset(wall);
  return offset(first) === offset(wall) ? offset(wall) : offset(wall - offset(first));
}

function offsetOfName(name: string): number {
  if (name.toUpperCase() === 'Z') {
    return 0;
  }
  const size = Number(name.slice(1, 3)) * 3600 + Number(name.slice(4, 6)) * 60;
  return name.startsWith('-') ? -size : size;
}

function milliseconds(nanoseconds: bigint): string {
  const sign = nanoseconds < 0n ? '-' : '';
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  const rest = size % 1_000_000n;
  const fraction = rest === 0n ? '' : `.${String(rest).padStart(6, '0').replace(/0+$/, '')}`;
  return `${sign}${size / 1_000_000n}${fraction}`;
}

/** `+02:00`; seconds, which zones had before railways, are left out as RFC 3339 does. */
function offsetText(seconds: number): string {
  const minutes = Math.round(Math.abs(seconds) / 60);
  const pair = (value: number) => String(value).padStart(2, '0');
  return `${seconds < 0 ? '-' : '+'}${pair(Math.floor(minutes / 60))}:${pair(minutes % 60)}`;
}
