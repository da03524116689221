import { type Invocation, invokeUrl, nameInComment } from './invocation.ts';
import { oneLine, shellWord } from './shell.ts';

/** For a POSIX shell. */
export function curl(invocation: Invocation): string {
  return `# Invokes ${nameInComment(invocation)}. INFLUX_TOKEN holds the API token.
curl --silent --show-error --fail-with-body --globoff --request POST \\
  ${shellWord(invokeUrl(invocation))} \\
  --header "Authorization: Token \${INFLUX_TOKEN}" \\
  --header 'Content-Type: application/json' \\
  --header 'Accept: application/csv' \\
  --data-raw ${shellWord(oneLine({ params: invocation.params }))}
`;
}
