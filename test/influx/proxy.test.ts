import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ProxySettings, proxyFor } from '../../client/src/influx/proxy.ts';
import { UnusableSetting } from '../../client/src/influx/unusable.ts';

const both = { HTTPS_PROXY: 'http://secure:1', HTTP_PROXY: 'http://plain:2' };
const set = { address: 'proxy.example:3128' };

const cases: [what: string, server: string, settings: ProxySettings, proxy: string | undefined][] = [
  ['nothing is set', 'https://a.example', {}, undefined],
  ['by scheme: https', 'https://a.example', { environment: both }, 'secure:1'],
  ['by scheme: http', 'http://a.example', { environment: both }, 'plain:2'],
  ['small letters go first', 'http://a.example', { environment: { ...both, http_proxy: 'x:3' } }, 'x:3'],
  ['for all', 'https://a.example', { environment: { ALL_PROXY: 'http://all:4' } }, 'all:4'],
  ['the setting goes first', 'https://a.example', { ...set, environment: both }, 'proxy.example:3128'],
  ['this machine', 'http://localhost:8086', set, undefined],
  ['this machine by address', 'http://127.0.0.1:8086', set, undefined],
  ['this machine by IPv6', 'http://[::1]:8086', set, undefined],
  ['a host', 'https://a.example', { ...set, except: ['a.example'] }, undefined],
  ['its subdomain', 'https://x.a.example', { ...set, except: ['a.example'] }, undefined],
  ['another that ends alike', 'https://ba.example', { ...set, except: ['a.example'] }, 'proxy.example:3128'],
  ['only subdomains', 'https://a.example', { ...set, except: ['*.a.example'] }, 'proxy.example:3128'],
  ['a subdomain of those', 'https://x.a.example', { ...set, except: ['*.a.example'] }, undefined],
  ['everything', 'https://a.example', { ...set, except: ['*'] }, undefined],
  ['the port', 'https://a.example', { ...set, except: ['a.example:443'] }, undefined],
  ['another port', 'https://a.example', { ...set, except: ['a.example:8086'] }, 'proxy.example:3128'],
  ['IPv6', 'https://[fd00::1]:8086', { ...set, except: ['[fd00::1]:8086'] }, undefined],
  ['the variable', 'https://a.example', { ...set, environment: { NO_PROXY: 'b, .A.example' } }, undefined],
  [
    'the setting before the variable',
    'https://a.example',
    { ...set, except: ['b'], environment: { NO_PROXY: '*' } },
    'proxy.example:3128',
  ],
];

for (const [what, server, settings, proxy] of cases) {
  test(`${what}: ${server} ${proxy ? 'by' : 'without'} a proxy`, () => {
    assert.equal(proxyFor(new URL(server), settings)?.host, proxy);
  });
}

test('a proxy that is none is refused without its password', () => {
  for (const address of [
    'socks4://me:hidden@x:1',
    'socks5://',
    'ftp://me:hidden@x:1',
    'http://me:hidden@:x',
  ]) {
    assert.throws(
      () => proxyFor(new URL('https://a.example'), { address }),
      (error) => error instanceof UnusableSetting && !error.message.includes('hidden'),
    );
  }
});
