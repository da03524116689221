import { type Invocation, nameInComment } from './invocation.ts';
import { oneLine, shellWord } from './shell.ts';

/** For the influx CLI in a POSIX shell (https://docs.influxdata.com/influxdb/cloud/reference/cli/influx/scripts/invoke/). */
export function influxCli(invocation: Invocation): string {
  return `# Invokes ${nameInComment(invocation)}. INFLUX_TOKEN holds the API token.
influx scripts invoke \\
  --host ${shellWord(invocation.url)} \\
  --scriptID ${shellWord(invocation.id)} \\
  --params ${shellWord(oneLine(invocation.params))}
`;
}
