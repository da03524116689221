import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalizeUrl } from '../../client/src/influx/url.ts';

const table: [input: string, url: string | RegExp][] = [
  ['https://us-east-1-1.aws.cloud2.influxdata.com', 'https://us-east-1-1.aws.cloud2.influxdata.com'],
  [' https://x.example/ ', 'https://x.example'],
  ['x.example', 'https://x.example'],
  ['localhost:8086', 'http://localhost:8086'],
  ['127.0.0.1:8086/', 'http://127.0.0.1:8086'],
  ['https://localhost:8086', 'https://localhost:8086'],
  ['https://x.example/api/v2/scripts', 'https://x.example'],
  ['https://x.example/orgs/0123/data-explorer?fluxScriptEditor', 'https://x.example'],
  ['https://x.example/influx/api/v2', 'https://x.example/influx'],
  ['https://x.example/influx/', 'https://x.example/influx'],
  ['', /Type the server's address/],
  ['ftp://x', /must begin with https/],
  ['https://me:secret@x.example', /Leave user name and password out/],
  ['http://', /is no address/],
  ['two words', /is no address/],
];

for (const [input, expected] of table) {
  test(`${JSON.stringify(input)}`, () => {
    if (typeof expected === 'string') assert.equal(normalizeUrl(input), expected);
    else assert.throws(() => normalizeUrl(input), expected);
  });
}
