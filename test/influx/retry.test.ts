import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ErrorFacts, InfluxError } from '../../client/src/influx/errors.ts';
import { readRetryAfter, waitBeforeRetry } from '../../client/src/influx/retry.ts';

const about = { connection: 'Test', url: 'https://x.example', path: '/api/v2/scripts' } as const;

function wait(
  facts: Pick<ErrorFacts, 'code' | 'method'> & Partial<ErrorFacts>,
  attempt = 1,
): number | undefined {
  return waitBeforeRetry(new InfluxError({ ...about, ...facts }), attempt);
}

test('reads wait longer each time, and give up', () => {
  const waits = [1, 2, 3].map((attempt) => wait({ code: 'unavailable', method: 'GET' }, attempt) ?? 0);
  for (const [index, seconds] of waits.entries()) {
    const middle = 0.25 * 2 ** index;
    assert.ok(seconds >= middle * 0.75 && seconds <= middle * 1.25, String(seconds));
  }
  assert.equal(wait({ code: 'unavailable', method: 'GET' }, 4), undefined);
});

test('the server says how long, up to half a minute', () => {
  assert.equal(wait({ code: 'rateLimited', method: 'GET', retryAfter: 7 }), 7);
  assert.equal(wait({ code: 'rateLimited', method: 'GET', retryAfter: 31 }), undefined);
  // Without any pause many clients would come back at once.
  assert.ok((wait({ code: 'rateLimited', method: 'GET', retryAfter: 0 }) ?? 0) > 0.1);
});

for (const method of ['POST', 'PATCH', 'DELETE']) {
  test(`${method} is repeated only when nothing was sent`, () => {
    assert.equal(wait({ code: 'unreachable', method, sent: false }), 0.2);
    assert.equal(wait({ code: 'unreachable', method, sent: false }, 2), undefined);
    for (const code of ['cutOff', 'timeout', 'unavailable', 'rateLimited', 'server'] as const) {
      assert.equal(wait({ code, method, sent: true, retryAfter: 0 }), undefined, code);
    }
  });
}

test('what a second try cannot mend is not tried', () => {
  for (const code of ['unauthorized', 'notFound', 'tls', 'unknownHost', 'notInflux', 'timeout'] as const) {
    assert.equal(wait({ code, method: 'GET' }), undefined, code);
  }
  assert.equal(waitBeforeRetry(new DOMException('gone', 'AbortError'), 1), undefined);
});

test('Retry-After in both forms, by the server’s own clock', () => {
  const date = 'Wed, 21 Oct 2015 07:28:00 GMT';
  assert.deepEqual(readRetryAfter('120', undefined), { retryAfter: 120 });
  assert.deepEqual(readRetryAfter('Wed, 21 Oct 2015 07:28:30 GMT', date), { retryAfter: 30 });
  assert.deepEqual(readRetryAfter('Wed, 21 Oct 2015 07:27:00 GMT', date), { retryAfter: 0 });
  const soon = new Date(Date.now() + 60_000).toUTCString();
  const { retryAfter = 0 } = readRetryAfter(soon, undefined);
  assert.ok(retryAfter > 50 && retryAfter <= 60, String(retryAfter));
  assert.deepEqual(readRetryAfter('soon', date), {});
  assert.deepEqual(readRetryAfter(undefined, date), {});
});
