import { FluxError } from '../errors.ts';
import { type Builtin, builtin, type Composed, composed } from '../registry.ts';
import { Time, type Value } from '../values.ts';

/** Package internal/boolean. */
export const booleanConstants: Readonly<Record<string, Value>> = { true: true, false: false };

/** Package internal/influxql: the times that InfluxQL knows, the lowest and the highest one and that of what has none. */
export const influxqlConstants: Readonly<Record<string, Value>> = {
  minTime: new Time(-9_223_372_036_854_775_806n),
  maxTime: new Time(9_223_372_036_854_775_806n),
  epoch: new Time(0n),
};

/** Package internal/testing. */
export const internalTesting: readonly Composed[] = [
  composed(
    'assertMatches(got: string, want: regexp)',
    `(got, want) =>
      if got =~ want then testing.diff(got: array.from(rows: [{v: got}]), want: array.from(rows: [{v: got}]))
      else die(msg: "Regex \`\${want}\` does not match \`\${got}\`")`,
    ['array', 'testing'],
  ),
];

/** Package internal/testutil. */
export const testutil: readonly Builtin[] = [
  builtin('fail()', () => {
    throw new FluxError('fail');
  }),
  builtin('yield(<-v: any)', (args) => args.value('v')),
  builtin('makeRecord(o: record)', (args) => args.value('o')),
];
