import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDocumentation } from '../../server/src/params/documentation.ts';

type Entry = { description: string; default?: string; line: number };
const cases: { name: string; text: string; found: Record<string, Entry> }[] = [
  {
    name: 'the convention of the standard library',
    text: `// Returns the last point of a bucket.
//
// ## Parameters
// - bucket: Bucket to query.
// - start: Earliest time to include. Default is \`-7d\`.
//
from(bucket: params.bucket)`,
    found: {
      bucket: { description: 'Bucket to query.', line: 3 },
      start: { description: 'Earliest time to include. Default is `-7d`.', default: '-7d', line: 4 },
    },
  },
  {
    name: 'a description over several lines',
    text: '// ## Parameters\n// - a: First\n//   second\n//   third.\n// - b: Other.',
    found: { a: { description: 'First second third.', line: 1 }, b: { description: 'Other.', line: 4 } },
  },
  {
    name: 'a default on the second line',
    text: '// ## Parameters\n// - a: First.\n//   Default is `"x"`.',
    found: { a: { description: 'First. Default is `"x"`.', default: 'x', line: 1 } },
  },
  {
    name: 'defaults to',
    text: '// # parameters\n// * a: What. Defaults to `5`.',
    found: { a: { description: 'What. Defaults to `5`.', default: '5', line: 1 } },
  },
  {
    name: 'an empty default',
    text: '// ## Parameters\n// - a: What. Default is `""`.',
    found: { a: { description: 'What. Default is `""`.', default: '', line: 1 } },
  },
  {
    name: 'names in code marks and with blanks',
    text: '// ## Parameters\n// - `my key`: Odd.\n// - other one : Too.',
    found: { 'my key': { description: 'Odd.', line: 1 }, 'other one': { description: 'Too.', line: 2 } },
  },
  {
    name: 'a colon in the description',
    text: '// ## Parameters\n// - a: One of: x, y.',
    found: { a: { description: 'One of: x, y.', line: 1 } },
  },
  {
    name: 'no description',
    text: '// ## Parameters\n// - a:\n//   Below.\n// - b:',
    found: { a: { description: 'Below.', line: 1 }, b: { description: '', line: 3 } },
  },
  {
    name: "a function's own comment",
    text: '// ## Parameters\n// - n: Ours.\n\n// ## Parameters\n// - n: Of f.\n// - every: Of f.\nf = (tables=<-, n,\n  every=duration(v: "1h")) => tables |> limit(n: n)',
    found: { n: { description: 'Ours.', line: 1 } },
  },
  {
    name: "the script's comment on its first function",
    text: '// ## Parameters\n// - bucket: Ours.\nf = (n) => from(bucket: params.bucket) |> limit(n: n)',
    found: { bucket: { description: 'Ours.', line: 1 } },
  },
  {
    name: 'indentation and CRLF',
    text: '  // ## Parameters\r\n  // - a: What.\r\n  //   More.\r\n',
    found: { a: { description: 'What. More.', line: 1 } },
  },
  {
    name: 'another heading ends it',
    text: '// ## Parameters\n// - a: A.\n// ## Metadata\n// tags: x\n// - b: B.',
    found: { a: { description: 'A.', line: 1 } },
  },
  {
    name: 'code ends it',
    text: '// ## Parameters\n// - a: A.\nx = 1\n// - b: B.',
    found: { a: { description: 'A.', line: 1 } },
  },
  {
    name: 'an empty comment line does not end the list',
    text: '// ## Parameters\n//\n// - a: A.\n//\n// - b: B.',
    found: { a: { description: 'A.', line: 2 }, b: { description: 'B.', line: 4 } },
  },
  { name: 'a list elsewhere', text: '// - a: A.\nx = 1 // ## Parameters\n// - b: B.', found: {} },
  { name: 'a list in a string', text: 'x = "\n## Parameters\n- a: A."', found: {} },
  {
    name: 'a name like a property of objects',
    text: '// ## Parameters\n// - constructor: A.',
    found: { constructor: { description: 'A.', line: 1 } },
  },
  { name: 'nothing', text: '', found: {} },
];

for (const { name, text, found } of cases) {
  test(name, () => assert.deepEqual(Object.fromEntries(readDocumentation(text)), found));
}
