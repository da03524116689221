/** The constants of CityHash, version 1.0. */
const [k0, k1, k2, k3] = [
  0xc3a5c85c97cb3127n,
  0xb492b66fbe98f273n,
  0x9ae16a3b2f90404fn,
  0xc949d7c7509e6557n,
] as const;
const mixer = 0x9ddfea08eb382d69n;

type Pair = readonly [bigint, bigint];

const wrap = (value: bigint) => BigInt.asUintN(64, value);
const fold = (value: bigint) => value ^ (value >> 47n);

function rotate(value: bigint, bits: bigint): bigint {
  const whole = wrap(value);
  return bits === 0n ? whole : (whole >> bits) | wrap(whole << (64n - bits));
}

/** Two words to one. */
function join(u: bigint, v: bigint): bigint {
  const [low, high] = [wrap(u), wrap(v)];
  const a = fold(wrap((low ^ high) * mixer));
  return wrap(fold(wrap((high ^ a) * mixer)) * mixer);
}

/** CityHash64, version 1.0.x: what ClickHouse has too. */
export function cityHash64(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const word = (at: number) => view.getBigUint64(at, true);
  if (bytes.length <= 16) return upTo16(view);
  if (bytes.length <= 32) return upTo32(word, bytes.length);
  return bytes.length <= 64 ? upTo64(word, bytes.length) : long(word, bytes.length);
}

function upTo16(view: DataView): bigint {
  const size = view.byteLength;
  const length = BigInt(size);
  if (size > 8) {
    const [a, b] = [view.getBigUint64(0, true), view.getBigUint64(size - 8, true)];
    return join(a, rotate(b + length, length)) ^ b;
  }
  if (size >= 4) {
    const [a, b] = [BigInt(view.getUint32(0, true)), BigInt(view.getUint32(size - 4, true))];
    return join(length + (a << 3n), b);
  }
  if (size === 0) return k2;
  const [a, b, c] = [0, size >> 1, size - 1].map((at) => BigInt(view.getUint8(at))) as [
    bigint,
    bigint,
    bigint,
  ];
  const [y, z] = [a + (b << 8n), length + (c << 2n)];
  return wrap(fold(wrap(y * k2) ^ wrap(z * k3)) * k2);
}

type Word = (at: number) => bigint;

function upTo32(word: Word, size: number): bigint {
  const [a, b] = [wrap(word(0) * k1), word(8)];
  const [c, d] = [wrap(word(size - 8) * k2), wrap(word(size - 16) * k0)];
  return join(rotate(a - b, 43n) + rotate(c, 30n) + d, a + rotate(b ^ k3, 20n) - c + BigInt(size));
}

function upTo64(word: Word, size: number): bigint {
  const first = half(word(0) + (BigInt(size) + word(size - 16)) * k0, word(24), word(8), word(16));
  const second = half(word(16) + word(size - 32), word(size - 8), word(size - 24), word(size - 16));
  const mixed = fold(wrap((first[0] + second[1]) * k2 + (second[0] + first[1]) * k0));
  return wrap(fold(wrap(mixed * k0 + first[1])) * k2);
}

function half(start: bigint, z: bigint, one: bigint, two: bigint): Pair {
  let a = wrap(start);
  const b = rotate(a + z, 52n);
  let c = rotate(a, 37n);
  a = wrap(a + one);
  c = wrap(c + rotate(a, 7n));
  a = wrap(a + two);
  return [wrap(a + z), wrap(b + rotate(a, 31n) + c)];
}

/** 32 bytes and two seeds to two words. */
function weak(word: Word, at: number, seedA: bigint, seedB: bigint): Pair {
  const [w, x, y, z] = [word(at), word(at + 8), word(at + 16), word(at + 24)];
  const start = wrap(seedA + w);
  const a = wrap(start + x + y);
  const b = wrap(rotate(seedB + start + z, 21n) + rotate(a, 44n));
  return [wrap(a + z), wrap(b + start)];
}

function long(word: Word, size: number): bigint {
  const length = BigInt(size);
  let [x, y, z] = [word(0), word(size - 16) ^ k1, word(size - 56) ^ k0];
  let v = weak(word, size - 64, length, y);
  let w = weak(word, size - 32, wrap(length * k1), k0);
  z = wrap(z + fold(v[1]) * k1);
  x = wrap(rotate(z + x, 39n) * k1);
  y = wrap(rotate(y, 33n) * k1);
  const end = (size - 1) & ~63;
  for (let at = 0; at < end; at += 64) {
    x = wrap(rotate(x + y + v[0] + word(at + 16), 37n) * k1) ^ w[1];
    y = wrap(rotate(y + v[1] + word(at + 48), 42n) * k1) ^ v[0];
    z = rotate(z ^ w[0], 33n);
    v = weak(word, at, wrap(v[1] * k1), wrap(x + w[0]));
    w = weak(word, at + 32, wrap(z + w[1]), y);
    [z, x] = [x, z];
  }
  return join(join(v[0], w[0]) + fold(y) * k1 + z, join(v[1], w[1]) + x);
}
