import assert from 'node:assert/strict';
import { InfluxError } from '../../client/src/influx/errors.ts';
import { token } from './faultServer.ts';

/** The InfluxError that a promise rejects with; it must not hold the token. */
export async function failure(promise: Promise<unknown>): Promise<InfluxError> {
  const error = await promise.then(
    () => assert.fail('it did not fail'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof InfluxError, `not an InfluxError: ${String(error)}`);
  assert.ok(!`${error.stack}${JSON.stringify(error.facts)}`.includes(token), 'the token is in the error');
  return error;
}

/** Reads a body to its end. */
export async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
