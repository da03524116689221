/** A script in which everything occurs that a script can hold, with CRLF, tabs and letters beyond 16 bits. */
export const everything = `// # Tïtle 😀
// ## Parameters
// - bucket: Where. https://example.org/a(b).
package main

import "influxdata/influxdb/schema"
import m "math"

option task = {name: "x", every: 1h30m, "a 𝒜": {c: 1.5}}
option now.x = 2024-01-01T00:00:00Z
testcase t extends "u" { z = 1 }
builtin b : (x: A) => A where A: Num

// #region work
f = (r, n=1, t=<-) => {
\tinner = r._value + n * -2 // trailing
\treturn {r with a: inner, "é": [1, 2], d: ["k": 1], e: [:]}
}
data = from(bucket: params.bucket)\r
  |> range(start: -7d)\r
  |> filter(\r
    fn: (r) => r._m == params["k ey"] and not r.b =~ /a[b]\\/c/ or exists r.c,\r
  )\r
// #endregion
p = {params with w: 1}
s = "two
lines \\" \${p.z + "in \${p["q"]}"} 🚀 http://\${p.h}/x"
data |> map(fn: f) |> yield(name: if m.pi > 3 then "a" else s[0])
`;

/** The same, broken off behind each of its units, and with parts missing. */
export function* brokenTexts(text = everything): Generator<string> {
  for (let at = 0; at <= text.length; at++) {
    yield text.slice(0, at);
    yield text.slice(0, at) + text.slice(at + 1 + (at % 7));
  }
}
