import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The scripts that the project shows people. */
export const exampleScripts: ReadonlyMap<string, string> = new Map(
  globSync(['sandbox/scripts/*.flux', 'examples/**/*.flux'], { cwd: root })
    .sort()
    .map((path) => [path, readFileSync(join(root, path), 'utf8')]),
);

/** What those have nothing of. */
const unusual = [
  // CRLF, tabs, and letters of two, three and four bytes.
  [
    '// Größe der Öfen in °C 🌡, für jeden Ofen.',
    '//',
    '// ## Parameters',
    '// - größe: Wie groß? Default is `"𝒳𝒴"`.',
    '// - the key: With a space 👩‍🚒.',
    'import "strings"',
    'import d "date"',
    '',
    'grad = (t, unit="°C") => "${string(v: t)} ${unit} 🌡🌡 ${params["the key"]}"',
    '',
    'from(bucket: "öfen 🏭")',
    '\t|> range(start: duration(v: params["start"]), stop: d.truncate(t: now(), unit: 1h))',
    '\t|> filter(fn: (r) => r["_measurement"] == "𝒳" and r["größe €"] > float(v: params["größe"]))',
    '\t|> map(fn: (r) => ({r with label: grad(t: r._value), upper: strings.toUpper(v: r["straße"])}))',
    '',
  ].join('\r\n'),
  // A dashboard's cell.
  `import "influxdata/influxdb/schema"

from(bucket: v.bucket)
    |> range(start: v.timeRangeStart, stop: v.timeRangeStop)
    |> filter(fn: (r) => r._measurement == "cpu" and r.host == v["host"])
    |> schema.fieldsAsCols()
    |> aggregateWindow(every: v.windowPeriod, fn: mean)
    |> yield(name: "mean")
`,
  // Records, functions in functions, aliases, an extension of the record.
  `package main

import "array"
import "json"

option now = () => 2024-02-29T12:00:00Z

p = params
defaults = {every: 10m, fn: "mean", limits: [1, 2, 3], inner: {a: 1.5, b: {c: "x"}}}
all = {params with extra: 1, "other key": true}
outer = (tables=<-, n=params.n) => {
    inner = (x) => {
        deepest = (y) => x + y + int(v: p.offset)

        return deepest(y: defaults.limits[0])
    }

    return tables |> map(fn: (r) => ({r with _value: inner(x: r._value), "a b": "\${r["c d"]} \${json.encode(v: all)}"}))
}

array.from(rows: [{_value: 1, "c d": "é"}, {_value: 2, "c d": "\\"quoted\\" \\\${no}"}])
    |> outer(n: if exists params.n then int(v: params.n) else -1)
    |> filter(fn: (r) => r._value =~ /^a\\/b.*$/ and not (r._value >= 1.0e or r._value == 0x1F))
`,
  // Everything that goes wrong at once.
  `import "strngs
// - start no heading
params = {a: 1}
f = (x, y= => x +
from(bucket: "a \${params["b) |> range(start: params.start
"unfinished \${"inner \${params.
|> |> filter(fn: (r) => r. == params[ and [1, 2, {a: , b
x = 1h30 2020-13-45T99:99 /regexp
`,
  // A task, and types.
  `option task = {name: "téléchargement ☃", every: 1h, offset: 5m}

builtin seen : (x: A, ?y: B) => C where A: Addable + Divisible, C: Record

testcase one {
    a = 1d3h + -2w
    b = uint(v: "12") ^ 3
}

from(bucket: params.bucket) |> range(start: -task.every) |> group(columns: [params.groupColumn, "host"], mode: "by")
`,
  '// Only a comment 🌡\r\n//\r\n//   and another\t\r\n',
  '',
];

/** What people write: whole, strange and broken. */
export const scripts: readonly string[] = [...exampleScripts.values(), ...unusual];
