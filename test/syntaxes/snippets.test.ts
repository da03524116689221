import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';

const { parse } = createRequire(import.meta.url)('@influxdata/flux-lsp-node') as {
  parse(text: string): unknown;
};
const path = new URL('../../syntaxes/flux.code-snippets', import.meta.url);
const snippets: Record<string, { prefix: string[]; body: string[] }> = JSON.parse(readFileSync(path, 'utf8'));

/** What stands there after Tab has been pressed through. */
function expand(body: string): string {
  let text = body.replace(/\$\{\d+\|([^,|]+)[^|]*\|\}/g, '$1');
  while (/\$\{\d+:[^${}]*\}/.test(text)) text = text.replace(/\$\{\d+:([^${}]*)\}/g, '$1');
  return text.replace(/\$\{?\d+\}?/g, 'x').replace(/x$/, '');
}

for (const [name, { body }] of Object.entries(snippets)) {
  test(`${name} is Flux`, () => {
    const text = expand(body.join('\n'));
    // What begins with a pipe needs something in front.
    const whole = text.trimStart().startsWith('|>') ? `a = b\n    ${text}` : text;
    const tree = JSON.stringify(parse(whole));
    assert.doesNotMatch(tree, /"errors":\[\{|"BadStatement"|"BadExpression"/, whole);
  });
}

test('no two snippets share a prefix', () => {
  const prefixes = Object.values(snippets).flatMap(({ prefix }) => prefix);
  assert.equal(new Set(prefixes).size, prefixes.length);
});
