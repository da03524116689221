import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tokenize } from './tokenize.ts';

/** In `text`, the token `token` carries a scope that begins with `scope`, or with `!` in front, carries none. */
const table: [text: string, token: string, scope: string][] = [
  ['// a comment', 'a comment', 'comment.line.double-slash'],
  ['// ## Parameters', '## Parameters', 'markup.heading'],
  ['// - start: Earliest time.', 'start', 'variable.parameter.documentation'],
  ['a = "text"', 'text', 'string.quoted.double'],
  ['a = "say \\"x\\""', '\\"', 'constant.character.escape'],
  ['a = "in ${b + 1}"', 'b', 'meta.interpolation'],
  ['a = "in ${b + 1}"', '1', 'constant.numeric.integer'],
  ['a = "in ${params.b}"', 'params', 'variable.language.params'],
  ['a = "in ${"nested ${c}"}"', 'c', 'variable.other'],
  ['a = "two\nlines"', 'lines', 'string.quoted.double'],
  ['a = "two\nlines" + b', 'b', '!string'],
  ['range(start: -7d)', '7d', 'constant.numeric.duration'],
  ['range(start: -1h30m)', '1h30m', 'constant.numeric.duration'],
  ['a = 3mo', '3mo', 'constant.numeric.duration'],
  ['a = 5µs', '5µs', 'constant.numeric.duration'],
  ['a = 2026-01-31', '2026-01-31', 'constant.other.time'],
  ['a = 2026-01-31T12:00:00.5Z', '2026-01-31T12:00:00.5Z', 'constant.other.time'],
  ['a = 42', '42', 'constant.numeric.integer'],
  ['a = 1.5', '1.5', 'constant.numeric.float'],
  ['r.host =~ /web-[0-9]+/', 'web-', 'string.regexp'],
  ['r.host !~ /a\\/b/', '\\/', 'constant.character.escape.regexp'],
  ['f(re: /x/)', 'x', 'string.regexp'],
  ['a = b / c / d', 'c', '!string.regexp'],
  ['a = (b) / 2', '2', 'constant.numeric.integer'],
  ['r.host =~ /half', 'half', 'string.regexp'],
  ['r.host =~ /half\nb = 1', 'b', 'variable.other.definition'],
  ['import "date"', 'import', 'keyword.control.import'],
  ['import "date"', 'date', 'string.quoted.double'],
  ['import d "date"', 'd', 'entity.name.namespace'],
  ['if a then b else c', 'then', 'keyword.control.conditional'],
  ['a and not exists b', 'exists', 'keyword.operator.logical'],
  ['option task = {name: "t"}', 'option', 'keyword.other'],
  ['x |> f()', '|>', 'keyword.operator.pipe-forward'],
  ['f = (tables=<-) => tables', '<-', 'keyword.operator.pipe-parameter'],
  ['f = (tables=<-) => tables', 'f', 'entity.name.function'],
  ['f = (tables=<-, n) => tables', 'n', 'variable.parameter'],
  ['f = (a) => a', '=>', 'storage.type.function.arrow'],
  ['filter(fn: (r) => r._value > 1)', 'fn', 'variable.parameter.argument'],
  ['filter(fn: (r) => r._value > 1)', 'filter', 'entity.name.function.call'],
  ['filter(fn: (r) => r._value > 1)', 'r', 'variable'],
  ['filter(fn: (r) => r._value > 1)', '_value', 'variable.other.property'],
  ['date.truncate(t: now())', 'truncate', 'entity.name.function.call'],
  ['a == b', '==', 'keyword.operator.comparison'],
  ['a =~ b', '=~', 'keyword.operator.regexp-match'],
  ['a = true', 'true', 'constant.language.boolean'],
  ['from(bucket: params.bucket)', 'params', 'variable.language.params'],
  ['from(bucket: params.bucket)', 'bucket', 'variable.parameter'],
  ['a = params["my key"]', 'params', 'variable.language.params'],
  ['a = params["my key"]', 'my key', 'variable.parameter'],
  ['a = params[', 'params', 'variable.language.params'],
  ['a = params.', 'params', 'variable.language.params'],
  ['p = params', 'params', 'variable.language.params'],
  ['x = {params with b: 1}', 'params', 'variable.language.params'],
  ['x.params', 'params', '!variable.language.params'],
  ['f(params: 1)', 'params', '!variable.language.params'],
  ['params = {a: 1}', 'params', '!variable.language.params'],
  ['paramsx.a', 'paramsx', '!variable.language.params'],
];

for (const [text, token, scope] of table) {
  test(`${JSON.stringify(text)}: ${token} is ${scope}`, () => {
    const tokens = tokenize(text);
    const found = tokens.filter((candidate) => candidate.text === token);
    assert.ok(found.length > 0, `no token “${token}” in ${JSON.stringify(tokens.map((t) => t.text))}`);
    const absent = scope.startsWith('!');
    const wanted = absent ? scope.slice(1) : scope;
    const carries = found.some(({ scopes }) => scopes.some((candidate) => candidate.startsWith(wanted)));
    assert.equal(carries, !absent, JSON.stringify(found));
  });
}
