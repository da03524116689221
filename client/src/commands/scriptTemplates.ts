/** What a new script can begin as. */
export interface ScriptTemplate {
  readonly label: string;
  readonly detail: string;
  readonly description: string;
  readonly text: string;
}

/** In the order in which they are offered. Each documents its parameters, so that the form for them has its defaults. */
export const scriptTemplates: readonly ScriptTemplate[] = [
  {
    label: 'Last Point',
    detail: 'The newest value of each series',
    description: 'Returns the newest value of each series.',
    text: `// Returns the newest value of each series.
//
// ## Parameters
// - bucket: Bucket to read.
// - start: Earliest time to include. Default is \`-1h\`.
// - measurement: Measurement to read.
from(bucket: params.bucket)
    |> range(start: duration(v: params.start))
    |> filter(fn: (r) => r._measurement == params.measurement)
    |> last()
`,
  },
  {
    label: 'Windowed Mean',
    detail: 'A field’s mean over windows of time',
    description: 'Averages a field over windows of time.',
    text: `// Averages a field over windows of time.
//
// ## Parameters
// - bucket: Bucket to read.
// - start: Earliest time to include. Default is \`-1h\`.
// - measurement: Measurement to read.
// - field: Field to average.
// - every: Length of a window. Default is \`5m\`.
from(bucket: params.bucket)
    |> range(start: duration(v: params.start))
    |> filter(fn: (r) => r._measurement == params.measurement and r._field == params.field)
    |> aggregateWindow(every: duration(v: params.every), fn: mean, createEmpty: false)
`,
  },
  {
    label: 'Threshold',
    detail: 'Values above a limit, each with a level, as an alarm would have it',
    description: 'Lists the values above a limit, each with a level.',
    text: `// Lists the values above a limit, each with a level.
//
// ## Parameters
// - bucket: Bucket to read.
// - start: Earliest time to include. Default is \`-1h\`.
// - measurement: Measurement to read.
// - field: Field to watch.
// - warn: Values above this one are warnings. Default is \`70\`.
// - crit: Values above this one are critical. Default is \`90\`.
from(bucket: params.bucket)
    |> range(start: duration(v: params.start))
    |> filter(fn: (r) => r._measurement == params.measurement and r._field == params.field)
    |> filter(fn: (r) => r._value > float(v: params.warn))
    |> map(fn: (r) => ({r with level: if r._value > float(v: params.crit) then "crit" else "warn"}))
`,
  },
  {
    label: 'Empty',
    detail: 'A bucket, a time range, and the comment that documents them',
    description: 'Returns what a bucket holds.',
    text: `// Returns what a bucket holds.
//
// ## Parameters
// - bucket: Bucket to read.
// - start: Earliest time to include. Default is \`-1h\`.
from(bucket: params.bucket)
    |> range(start: duration(v: params.start))
`,
  },
];
