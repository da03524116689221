import { type Builtin, builtin } from '../registry.ts';
import { Duration, type Value } from '../values.ts';
import { location, zoneOf } from '../zone.ts';

const none = new Duration(0, 0n);

/** Package timezone. */
export const timezone: readonly Builtin[] = [
  builtin('location(name: string)', (args) => {
    const found = location(args.string('name'), none);
    zoneOf(found);
    return found;
  }),
  builtin('fixed(offset: duration)', (args) => location('UTC', args.duration('offset'))),
];

export const timezoneConstants: Readonly<Record<string, Value>> = { utc: location('UTC', none) };
