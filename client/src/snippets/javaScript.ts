import { type Invocation, invokeUrl, nameInComment } from './invocation.ts';
import { literal, type Notation, quoted } from './literals.ts';

const notation: Notation = {
  true: 'true',
  false: 'false',
  null: 'null',
  indent: '  ',
  list: (items) => `[${items}]`,
  record: (entries) => `{${entries}}`,
  // Without the brackets it would set the object's prototype.
  key: (name) => (name === '__proto__' ? '["__proto__"]' : quoted(name)),
};

/** An ES module that needs no package. */
export function javaScriptFetch(invocation: Invocation): string {
  return `// Invokes ${nameInComment(invocation)}. INFLUX_TOKEN holds the API token. Node.js 18 or newer, as an ES module (.mjs).
const params = ${literal(invocation.params, notation)};

const response = await fetch(${quoted(invokeUrl(invocation))}, {
  method: "POST",
  headers: {
    Authorization: \`Token \${process.env.INFLUX_TOKEN}\`,
    "Content-Type": "application/json",
    Accept: "application/csv",
  },
  body: JSON.stringify({ params }),
});
if (!response.ok) throw new Error(\`\${response.status}: \${await response.text()}\`);
console.log(await response.text());
`;
}

/**
 * An ES module with InfluxData's client (https://github.com/influxdata/influxdb-client-js). It prints the answer's lines:
 * the client's own rows need annotations, which an invocation's answer has not.
 */
export function javaScriptClient(invocation: Invocation): string {
  return `// Invokes ${nameInComment(invocation)}. INFLUX_TOKEN holds the API token. As an ES module (.mjs), after
// npm install @influxdata/influxdb-client @influxdata/influxdb-client-apis
import { InfluxDB } from "@influxdata/influxdb-client";
import { FluxScriptInvocationAPI } from "@influxdata/influxdb-client-apis";

const params = ${literal(invocation.params, notation)};

const influx = new InfluxDB({
  url: ${quoted(invocation.url)},
  token: process.env.INFLUX_TOKEN,
});
const answer = new FluxScriptInvocationAPI(influx).invoke(${quoted(invocation.id)}, params);
for await (const line of answer.iterateLines()) {
  console.log(line);
}
`;
}
