import { curl } from './curl.ts';
import { go } from './go.ts';
import { influxCli } from './influxCli.ts';
import type { Invocation } from './invocation.ts';
import { javaScriptClient, javaScriptFetch } from './javaScript.ts';
import { python } from './python.ts';

/** One way to invoke a script from elsewhere. */
export interface Snippet {
  readonly label: string;
  readonly detail: string;
  readonly write: (invocation: Invocation) => string;
}

/** In the order in which they are offered. */
export const snippets: readonly Snippet[] = [
  { label: 'curl', detail: 'A command for bash, zsh or sh', write: curl },
  { label: 'JavaScript: fetch', detail: 'An ES module that needs no package', write: javaScriptFetch },
  {
    label: 'JavaScript: @influxdata/influxdb-client-apis',
    detail: 'An ES module with InfluxData’s client',
    write: javaScriptClient,
  },
  { label: 'Python: influxdb-client', detail: 'With InfluxData’s client', write: python },
  { label: 'Go: net/http', detail: 'A program that needs the standard library only', write: go },
  { label: 'influx CLI', detail: 'influx scripts invoke', write: influxCli },
];
