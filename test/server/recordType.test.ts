import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseRecordType } from '../../server/src/engine/inferredParams.ts';

const cases: { name: string; printed: string; labels?: string[]; types: Record<string, string> }[] = [
  { name: 'one line', printed: '{A with n: int, b: string}', types: { n: 'int', b: 'string' } },
  {
    name: 'several lines',
    printed: '{\n    #t3 with\n    n: int,\n    mybucket: string,\n}',
    types: { n: 'int', mybucket: 'string' },
  },
  { name: 'a closed record', printed: '{n: uint}', types: { n: 'uint' } },
  { name: 'no key', printed: '{}', types: {} },
  { name: 'no record', printed: 'A', types: {} },
  { name: 'nothing', printed: '', types: {} },
  {
    name: 'every basic type',
    printed: '{A with a: bool, b: duration, c: float, d: int, e: string, f: time, g: uint}',
    types: { a: 'bool', b: 'duration', c: 'float', d: 'int', e: 'string', f: 'time', g: 'uint' },
  },
  { name: 'variables are any', printed: '{#t1 with a: B, b: #t36}', types: { a: 'any', b: 'any' } },
  {
    name: 'what JSON has no word for is any',
    printed: '{A with a: regexp, b: bytes}',
    types: { a: 'any', b: 'any' },
  },
  { name: 'an array', printed: '{A with a: [string], b: int}', types: { a: 'any', b: 'int' } },
  { name: 'a dictionary', printed: '{A with a: [string: int], b: int}', types: { a: 'any', b: 'int' } },
  {
    name: 'a record',
    printed: '{A with a: {B with x: int, y: {z: time}}, b: int}',
    types: { a: 'any', b: 'int' },
  },
  {
    name: 'a function',
    printed: '{A with a: (<-tables: stream[B], ?n: int) => {r: int}, b: int}',
    types: { a: 'any', b: 'int' },
  },
  { name: 'a stream', printed: '{A with a: stream[{B with x: int}], b: int}', types: { a: 'any', b: 'int' } },
  {
    name: 'a label with a blank',
    printed: '{A with my key: int, b: string}',
    labels: ['my key', 'b'],
    types: { 'my key': 'int', b: 'string' },
  },
  {
    name: 'a label with a comma',
    printed: '{A with a, b: int, c: string}',
    labels: ['a, b', 'c'],
    types: { 'a, b': 'int', c: 'string' },
  },
  {
    name: 'a label with a colon',
    printed: '{A with a: b: int, c: string}',
    labels: ['a: b', 'c', 'a'],
    types: { 'a: b': 'int', c: 'string' },
  },
  {
    name: 'a label with a brace',
    printed: '{A with a}: int, c: string}',
    labels: ['a}', 'c'],
    types: { 'a}': 'int', c: 'string' },
  },
  {
    name: 'a label that another begins',
    printed: '{A with ab: int, a: string}',
    labels: ['a', 'ab'],
    types: { ab: 'int', a: 'string' },
  },
  {
    name: 'an empty label',
    printed: '{A with : int, b: string}',
    labels: ['', 'b'],
    types: { '': 'int', b: 'string' },
  },
  {
    name: 'a label beyond ASCII',
    printed: '{A with größe: int, 🌡: float}',
    labels: ['größe', '🌡'],
    types: { größe: 'int', '🌡': 'float' },
  },
  { name: 'a label called with', printed: '{with: int}', labels: ['with'], types: { with: 'int' } },
  { name: 'a label that nobody named ends it', printed: '{A with a: int, b c: int}', types: { a: 'int' } },
  { name: 'what is cut off', printed: '{A with a: int, b: str', types: { a: 'int', b: 'any' } },
];

for (const { name, printed, labels = [], types } of cases) {
  test(name, () => assert.deepEqual(Object.fromEntries(parseRecordType(printed, labels)), types));
}
