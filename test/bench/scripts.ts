/** A script as people write them, of so many lines: imports, documented parameters, functions, pipelines, comments. */
export function fluxScript(lines: number): string {
  const text = lines < head.length + block(1).length ? [...small] : [...head];
  for (let step = 1; text.length + block(step).length <= lines; step++) text.push(...block(step));
  while (text.length < lines) text.push('// The end.');
  return text.join('\n');
}

/** A script of ten lines has one pipeline and nothing else. */
const small = [
  '// Mean of a field in windows.',
  '//',
  '// ## Parameters',
  '// - field: Field to aggregate.',
  '// - every: Length of a window. Default is `10m`.',
  'from(bucket: "air_sensor")',
  '    |> range(start: -1h)',
  '    |> filter(fn: (r) => r._measurement == "airSensors" and r._field == params.field)',
  '    |> aggregateWindow(every: duration(v: params.every), fn: mean)',
  '    |> yield(name: "mean")',
];

const head = [
  'import "math"',
  'import "strings"',
  '',
  '// Compares the sensors of several rooms.',
  '//',
  '// ## Parameters',
  '// - bucket: Bucket to query.',
  '// - start: Earliest time to include. Default is `-7d`.',
  '// - every: Length of a window. Default is `10m`.',
  '// - field: Field to aggregate.',
  '// - room: Room to look at.',
  '// - threshold: Values above this one count. Default is `0.5`.',
  '// - count: How many values to return. Default is `5`.',
  '',
];

function block(step: number): string[] {
  return [
    `// Step ${step}: the largest readings of one room,`,
    '// scaled and named for the chart.',
    `scale${step} = (tables=<-, factor=${step}.5) =>`,
    '    tables',
    '        |> map(fn: (r) => ({r with _value: math.round(x: r._value * factor), label: "${r._field} scaled"}))',
    '',
    `readings${step} =`,
    '    from(bucket: params.bucket)',
    '        |> range(start: duration(v: params.start), stop: now())',
    `        |> filter(fn: (r) => r._measurement == "sensor${step}" and r._field == params.field)`,
    '        |> filter(fn: (r) => r.room == params.room and r._value > float(v: params.threshold))',
    '        |> aggregateWindow(every: duration(v: params.every), fn: mean, createEmpty: false)',
    '',
    `readings${step}`,
    `    |> scale${step}(factor: ${step}.25)`,
    '    |> map(fn: (r) => ({r with room: strings.toUpper(v: r.room)}))',
    '    |> group(columns: ["room", "sensor_id"])',
    '    |> top(n: int(v: params.count))',
    `    |> yield(name: "step${step}")`,
    '',
  ];
}
