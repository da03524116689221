import { createHash, createHmac } from 'node:crypto';
import { cityHash64 } from '../../hash/cityHash.ts';
import { xxHash64 } from '../../hash/xxHash.ts';
import { FluxError } from '../errors.ts';
import { type Builtin, builtin } from '../registry.ts';
import { typeName, type Value } from '../values.ts';

/** Package contrib/qxip/hash: texts of texts. */
export const hash: readonly Builtin[] = [
  ...(['md5', 'sha1', 'sha256'] as const).map((name) =>
    hashing(name, (bytes) => createHash(name).update(bytes).digest('hex')),
  ),
  hashing('xxhash64', (bytes) => String(xxHash64(bytes))),
  hashing('cityhash64', (bytes) => String(cityHash64(bytes))),
  // The alphabet for addresses, with padding.
  hashing('b64', (bytes) => Buffer.from(bytes).toString('base64').replaceAll('+', '-').replaceAll('/', '_')),
  builtin('hmac(v: any, k: any)', (args) => {
    const [value, key] = [args.value('v'), args.value('k')];
    if (value === null || key === null) return null;
    return createHmac('sha1', bytesOf(key, 'hmac')).update(bytesOf(value, 'hmac')).digest('base64');
  }),
];

function hashing(name: string, of: (bytes: Uint8Array) => string): Builtin {
  return builtin(`${name}(v: any)`, (args) => {
    const value = args.value('v');
    return value === null ? null : of(bytesOf(value, name));
  });
}

function bytesOf(value: Value, name: string): Uint8Array {
  if (typeof value !== 'string') throw new FluxError(`hash cannot convert ${typeName(value)} to ${name}`);
  return new TextEncoder().encode(value);
}
