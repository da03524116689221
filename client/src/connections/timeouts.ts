import type { Timeouts } from '../influx/route.ts';

/** Seconds. The server's own limit for a query is 90 s: who gives up before it does not hear how the query ended. */
const limits = {
  connect: { setting: 'connectTimeout', usual: 10, least: 1 },
  firstByte: { setting: 'firstByteTimeout', usual: 120, least: 95 },
  idle: { setting: 'idleTimeout', usual: 120, least: 95 },
} as const;

/**
 * The time limits that stand in the settings, raised to what makes sense.
 * @param get a setting's value, in seconds
 */
export function readTimeouts(get: (name: string) => unknown): Timeouts {
  const milliseconds = ({ setting, usual, least }: (typeof limits)[keyof typeof limits]) => {
    const value = get(setting);
    // Past a day it is longer than a timer can count.
    const seconds = typeof value === 'number' && value > 0 ? Math.min(value, 86_400) : usual;
    return 1000 * Math.max(seconds, least);
  };
  return {
    connect: milliseconds(limits.connect),
    firstByte: milliseconds(limits.firstByte),
    idle: milliseconds(limits.idle),
  };
}
