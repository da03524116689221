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
  ['LOCALHOST', 'http://localhost'],
  ['[::1]:8086', 'http://[::1]:8086'],
  ['x.example:8086', 'https://x.example:8086'],
  // Only looks local.
  ['localhost.example', 'https://localhost.example'],
  ['127.0.0.1.example', 'https://127.0.0.1.example'],
  ['HTTPS://X.Example:443/', 'https://x.example'],
  ['http:/localhost:8086', 'http://localhost:8086'],
  ['https://x.example?token=t#f', 'https://x.example'],
  ['https://x.example/orgs', 'https://x.example'],
  ['https://x.example/orgsomething', 'https://x.example/orgsomething'],
  ['https://x.example/api/v2/scripts', 'https://x.example'],
  ['https://x.example/orgs/0123/data-explorer?fluxScriptEditor', 'https://x.example'],
  ['https://x.example/influx/api/v2', 'https://x.example/influx'],
  ['https://x.example/influx/', 'https://x.example/influx'],
  ['', /Type the server's address/],
  ['ftp://x', /must begin with https/],
  ['https://me:secret@x.example', /Leave user name and password out/],
  ['http://', /is no address/],
  ['two words', /is no address/],
  ['https://x.example:99999', /is no address/],
  ['https:x.example', /is no address/],
  ['me:secret@x.example', /Leave user name and password out/],
];

for (const [input, expected] of table) {
  test(`${JSON.stringify(input)}`, () => {
    if (typeof expected === 'string') assert.equal(normalizeUrl(input), expected);
    else assert.throws(() => normalizeUrl(input), expected);
  });
}

test('what is refused is not repeated: it may hold a password', () => {
  for (const input of ['https://me:secret@x.example', 'https://me:secret@two words', 'secret token']) {
    assert.throws(
      () => normalizeUrl(input),
      ({ message }: Error) => !message.includes('secret'),
    );
  }
});
