import { type Invocation, nameInComment } from './invocation.ts';
import { literal, type Notation, quoted } from './literals.ts';

const notation: Notation = {
  true: 'True',
  false: 'False',
  null: 'None',
  indent: '    ',
  list: (items) => `[${items}]`,
  record: (entries) => `{${entries}}`,
  key: quoted,
};

/**
 * With InfluxData's client (https://github.com/influxdata/influxdb-client-python). It takes the answer as it is: the
 * client's own reader stops at a second header.
 */
export function python(invocation: Invocation): string {
  return `# Invokes ${nameInComment(invocation)}. INFLUX_TOKEN holds the API token.
# pip install influxdb-client
import os

from influxdb_client import InfluxDBClient

params = ${literal(invocation.params, notation)}

with InfluxDBClient(
    url=${quoted(invocation.url)},
    token=os.environ["INFLUX_TOKEN"],
) as client:
    scripts = client.invokable_scripts_api()
    print(scripts.invoke_script_raw(script_id=${quoted(invocation.id)}, params=params))
`;
}
