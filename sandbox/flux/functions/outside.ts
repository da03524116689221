import type { Context } from '../context.ts';
import { toText } from '../convert.ts';
import { FluxError } from '../errors.ts';
import { type Builtin, builtin, type Composed, composed, type PackageOption } from '../registry.ts';
import type { Args } from '../signature.ts';
import { Dict, Duration, MapRecord, Time, type Value } from '../values.ts';

/** Package influxdata/influxdb/secrets. */
export const secrets: readonly Builtin[] = [
  builtin('get(key: string)', (args, { outside }) => {
    const key = args.string('key');
    const value = outside.secret(key);
    if (value === undefined)
      throw new FluxError(`failed to find key ${JSON.stringify(key)}: secret not found`);
    return value;
  }),
];

/** What package http has that sends nothing. */
export const http: readonly Builtin[] = [
  builtin('pathEscape(inputString: string)', (args) =>
    // Go's rules for one segment of a path, where they are not JavaScript's.
    encodeURIComponent(args.string('inputString'))
      .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
      .replace(/%(?:24|26|2B|3A|3D|40)/g, decodeURIComponent),
  ),
  builtin(
    'basicAuth(u: string, p: string)',
    (args) => `Basic ${Buffer.from(`${args.string('u')}:${args.string('p')}`).toString('base64')}`,
  ),
];

/** Package system: the clock of this machine, whatever `now` answers. */
export const system: readonly Builtin[] = [
  builtin('time()', () => new Time(BigInt(Date.now()) * 1_000_000n)),
];

const tasksPath = 'influxdata/influxdb/tasks';

/** Package influxdata/influxdb/tasks. */
export const tasks: readonly Composed[] = [
  composed(
    'lastSuccess(orTime: any)',
    '(orTime) => if exists tasks.lastSuccessTime then tasks.lastSuccessTime else date.time(t: orTime, location: {zone: "UTC", offset: 0h})',
    ['date', tasksPath],
  ),
];
/** Null outside of tasks and before the first success. */
export const tasksOptions: Readonly<Record<string, PackageOption>> = {
  lastSuccessTime: { initial: ({ outside }) => outside.lastSuccess ?? null },
};

/** The function api of package experimental/influxdb: the server on which the script runs, and no other. */
export const influxdbApi: readonly Builtin[] = [
  builtin(
    'api(method: string, path: string, ?host: string, ?token: string, ?headers: dict, ?query: dict, ?timeout: duration, ?body: bytes)',
    callApi,
  ),
];

const halfAMinute = new Duration(0, 30_000_000_000n);

function callApi(args: Args, { outside }: Context): Value {
  const path = args.string('path');
  if (!path.startsWith('/')) throw new FluxError(`path must start with a slash: ${JSON.stringify(path)}`);
  const { status, headers, body } = outside.call({
    method: args.string('method').toUpperCase(),
    path,
    host: args.string('host', ''),
    token: args.string('token', ''),
    headers: textsOf(args, 'headers'),
    query: textsOf(args, 'query'),
    body: args.has('body') ? (args.value('body') as Uint8Array) : new Uint8Array(),
    milliseconds: Number(args.duration('timeout', halfAMinute).ns / 1_000_000n),
  });
  return new MapRecord(
    new Map<string, Value>([
      ['statusCode', BigInt(status)],
      ['headers', Dict.of(Object.entries(headers))],
      ['body', body],
    ]),
  );
}

function textsOf(args: Args, name: string): Record<string, string> {
  const given = args.value(name);
  if (!(given instanceof Dict)) return {};
  return Object.fromEntries([...given.entries.values()].map(([key, value]) => [toText(key), toText(value)]));
}
