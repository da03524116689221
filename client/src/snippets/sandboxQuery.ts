import { shellWord } from './shell.ts';

const query = 'from(bucket: "air_sensor") |> range(start: -1h) |> last()';

/** A query of the sandbox's sample data, for a POSIX shell. */
export function sandboxQuery({ url, org }: { readonly url: string; readonly org: string }): string {
  return `# Queries the sandbox. INFLUX_TOKEN holds its token.
curl --silent --show-error --fail-with-body --globoff --request POST \\
  ${shellWord(`${url}/api/v2/query?org=${encodeURIComponent(org)}`)} \\
  --header "Authorization: Token \${INFLUX_TOKEN}" \\
  --header 'Content-Type: application/vnd.flux' \\
  --header 'Accept: application/csv' \\
  --data-raw ${shellWord(query)}
`;
}
