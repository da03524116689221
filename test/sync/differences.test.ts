import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Base } from '../../client/src/sync/base.ts';
import { differences, isCurrent, isUntouched, type LocalVersion } from '../../client/src/sync/differences.ts';

const base: Base = { id: '1', name: 'n', text: 'a\nb', description: 'd', updatedAt: 't0' };
const script = { id: '1', orgID: 'o', name: 'n', script: 'a\nb', description: 'd', updatedAt: 't1' };
const nothing = { here: [], there: [], both: [] };

const table: [
  what: string,
  local: LocalVersion,
  remote: Partial<typeof script>,
  differ: object,
  from?: Base | null,
][] = [
  ['nothing has moved', { text: 'a\nb' }, {}, {}],
  ['the text moved here', { text: 'x' }, {}, { here: ['text'] }],
  ['the text moved there', { text: 'a\nb' }, { script: 'x' }, { there: ['text'] }],
  ['the text moved on both sides', { text: 'x' }, { script: 'y' }, { both: ['text'] }],
  ['both came to the same', { text: 'x' }, { script: 'x' }, {}],
  ['line ends alone, here', { text: 'a\r\nb' }, {}, {}],
  ['line ends alone, there', { text: 'a\nb' }, { script: 'a\r\nb' }, {}],
  ['line ends here, a change there', { text: 'a\r\nb' }, { script: 'x' }, { there: ['text'] }],
  ['a newline at the end is a change', { text: 'a\nb\n' }, {}, { here: ['text'] }],
  ['a byte order mark is a change', { text: '\ufeffa\nb' }, {}, { here: ['text'] }],
  ['forms of Unicode are a change', { text: '\u00e9' }, { script: 'e\u0301' }, { both: ['text'] }],
  ['the name moved here', { text: 'a\nb', name: 'm' }, {}, { here: ['name'] }],
  ['the name moved there', { text: 'a\nb', name: 'n' }, { name: 'm' }, { there: ['name'] }],
  ['a name that is not kept here', { text: 'a\nb' }, { name: 'm' }, {}],
  ['the description moved here', { text: 'a\nb', description: 'e' }, {}, { here: ['description'] }],
  [
    'the description moved there',
    { text: 'a\nb', description: 'd' },
    { description: 'e' },
    { there: ['description'] },
  ],
  ['a description that is not kept here', { text: 'a\nb' }, { description: 'e' }, {}],
  ['a blank description is a space there', { text: 'a\nb', description: '' }, { description: ' ' }, {}],
  [
    'each side moved something else',
    { text: 'x', name: 'n' },
    { name: 'm' },
    { here: ['text'], there: ['name'] },
  ],
  ['without a base, the same', { text: 'a\nb' }, {}, {}, null],
  ['without a base, not the same', { text: 'x' }, {}, { both: ['text'] }, null],
  ['without times, moved here', { text: 'x' }, {}, { here: ['text'] }, { id: '1', name: 'n', text: 'a\nb' }],
  // The server has trimmed what this version was pushed as.
  ['the same version, trimmed there', { text: 'a\nb' }, { script: 'a', updatedAt: 't0' }, {}],
  [
    'the same version, trimmed there, moved here',
    { text: 'x' },
    { script: 'a', updatedAt: 't0' },
    { here: ['text'] },
  ],
];

for (const [what, local, remote, differ, from] of table) {
  test(what, () => {
    const found = differences(local, from === null ? undefined : (from ?? base), { ...script, ...remote });
    assert.deepEqual(found, { ...nothing, ...differ });
  });
}

test('what is kept here is untouched, or not', () => {
  assert.ok(isUntouched({ text: 'a\r\nb' }, base));
  assert.ok(isUntouched({ text: 'a\nb', name: 'n', description: 'd ' }, base));
  assert.ok(!isUntouched({ text: 'a\nb\n' }, base));
  assert.ok(!isUntouched({ text: 'a\nb', name: 'm' }, base));
  assert.ok(!isUntouched({ text: 'a\nb', description: '' }, base));
});

test('the version there is still the known one, or not', () => {
  assert.ok(isCurrent(base, script));
  assert.ok(isCurrent(base, { ...script, script: 'trimmed', updatedAt: 't0' }));
  assert.ok(!isCurrent(base, { ...script, script: 'x' }));
  assert.ok(!isCurrent(base, { ...script, name: 'm' }));
  assert.ok(!isCurrent(base, { ...script, description: 'e' }));
});
