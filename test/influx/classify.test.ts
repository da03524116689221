import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classifyAnswer, classifyFailure } from '../../client/src/influx/classify.ts';
import { InfluxError, type InfluxErrorCode } from '../../client/src/influx/errors.ts';

const script = '/api/v2/scripts/a1';

const failures: [error: object, code: InfluxErrorCode, sent: boolean][] = [
  [{ code: 'ENOTFOUND', syscall: 'getaddrinfo' }, 'unknownHost', false],
  [{ code: 'ECONNREFUSED', syscall: 'connect' }, 'unreachable', false],
  [{ code: 'EHOSTUNREACH', syscall: 'connect' }, 'unreachable', false],
  [{ code: 'ETIMEDOUT', syscall: 'connect' }, 'unreachable', false],
  [{ code: 'UND_ERR_CONNECT_TIMEOUT' }, 'unreachable', false],
  // The same codes on a connection that stood: the request may have arrived.
  [{ code: 'EHOSTUNREACH', syscall: 'read' }, 'cutOff', true],
  [{ code: 'ETIMEDOUT', syscall: 'read' }, 'cutOff', true],
  [{ code: 'ECONNRESET', syscall: 'read' }, 'cutOff', true],
  [{ code: 'UND_ERR_SOCKET' }, 'cutOff', true],
  [{ code: 'UND_ERR_HEADERS_TIMEOUT' }, 'timeout', true],
  [{ code: 'CERT_HAS_EXPIRED' }, 'tlsDate', false],
  [{ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, 'tlsUntrusted', false],
  [{ code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, 'tlsHost', false],
  [{ cause: { code: 'ECONNREFUSED', syscall: 'connect' } }, 'unreachable', false],
  // Both addresses of localhost were tried.
  [
    { code: 'ECONNREFUSED', errors: [{ code: 'ECONNREFUSED', syscall: 'connect' }, {}] },
    'unreachable',
    false,
  ],
];

for (const [facts, code, sent] of failures) {
  test(`${JSON.stringify(facts)} is ${code}`, () => {
    const { code: found, sent: maybe } = classifyFailure(Object.assign(new Error('reason'), facts));
    assert.deepEqual({ code: found, sent: maybe }, { code, sent });
  });
}

const answers: [status: number, body: unknown, path: string, code: InfluxErrorCode][] = [
  [400, { code: 'invalid', message: 'error @2:3-2:5: expected int but found string' }, script, 'compilation'],
  [400, { code: 'invalid', message: 'runtime error @3:4-3:20: map: no such column' }, script, 'runtime'],
  [
    400,
    {
      code: 'invalid',
      message: 'error calling function "range" @2:6-2:30: value is not a time, got string',
    },
    script,
    'runtime',
  ],
  [500, { code: 'internal error', message: 'runtime error @3:4-3:20: panic' }, script, 'runtime'],
  [
    500,
    { code: 'internal error', message: 'panic: runtime error: invalid memory address' },
    script,
    'server',
  ],
  [422, { code: 'conflict', message: 'it is taken' }, '/api/v2/scripts', 'conflict'],
  [422, { code: 'unprocessable entity', message: 'no name' }, '/api/v2/scripts', 'invalid'],
  [404, { code: 5, message: 'script "a1" not found', details: [] }, script, 'scriptNotFound'],
  [404, { code: 'not found', message: 'organization not found' }, '/api/v2/query', 'organizationNotFound'],
  [404, '<html><title>Not Found</title></html>', script, 'noScriptsApi'],
  [404, '', '/api/v2/orgs', 'notFound'],
  [405, '', script, 'notInflux'],
  [400, 'Client sent an HTTP request to an HTTPS server.', script, 'notInflux'],
  [504, '', script, 'unavailable'],
  [413, 'too much', script, 'tooLarge'],
];

for (const [status, body, path, code] of answers) {
  test(`${status} ${JSON.stringify(body)} is ${code}`, () => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    assert.equal(classifyAnswer(status, text, path).code, code);
  });
}

const about = { connection: 'Test', url: 'https://x.example', method: 'GET', path: script } as const;

test('what a server says stays text: no links, no control or bidirectional characters', () => {
  const detail = 'see [this](command:evil) \u001b[31mred\u202eder\u2066\u0000\nend';
  const { message, facts } = new InfluxError({ ...about, code: 'invalid', detail });
  assert.match(message, /see \[this\] \(command:evil\) \[31mredder\nend/);
  assert.equal(facts.detail, 'see [this] (command:evil) [31mredder\nend');
});
