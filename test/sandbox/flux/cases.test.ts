import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import {
  type Example,
  type Family,
  type StreamCase,
  situations,
  untold,
  type ValueCase,
} from './cases/case.ts';
import { families } from './cases/index.ts';
import { prelude } from './cases/inputs.ts';
import { notation, shown } from './cases/notation.ts';
import { evaluate, golden } from './evaluate.ts';

/** The tables of a script, or `! message`. */
function answer(script: string): string {
  try {
    const tables = evaluate(script).results.flatMap(({ stream }) => [...stream.tables()].map(notation));
    return tables.length === 0 ? 'nothing' : tables.join('\n');
  } catch (error) {
    return `! ${(error as Error).message}`;
  }
}

/** The value of an expression, or `! message`; what no column can hold is displayed. */
function evaluated(expression: string, head: string): string {
  const one = (text: string) => evaluate(`${head}array.from(rows: [{at: 1, v: ${text}}])`);
  try {
    const [table] = one(expression).results[0]?.stream.tables() ?? [];
    return shown(table?.row(0).get('v') ?? null);
  } catch (error) {
    const { message } = error as Error;
    if (!message.includes('a column cannot hold a value')) return `! ${message}`;
    const displayed = evaluated(`display(v: ${expression})`, head).replace(/^"(.*)"$/, (text) =>
      JSON.parse(text),
    );
    return displayed.replace(/(?<=[[{])\n\s*|\n\s*(?=[\]}])/g, '').replace(/,\n\s*/g, ', ');
  }
}

/** A refusal is compared by what it must say. */
function compare(found: string, wanted: string): void {
  const refusal = /^! (.*)$/.exec(wanted)?.[1];
  if (refusal === undefined) assert.equal(found, golden(wanted));
  else assert.ok(found.startsWith('! ') && found.includes(refusal), `wanted ${wanted}\nfound  ${found}`);
}

function checkStream(name: string, one: StreamCase, family: Family): void {
  const head = prelude(one.of, [family.path, ...(family.imports ?? [])]);
  const check = (title: string, [flux, wanted]: Example) =>
    test(`${name}: ${title}`, () =>
      compare(one.gives === 'value' ? evaluated(flux, head) : answer(head + flux), wanted));
  for (const situation of situations) {
    const example = one[situation];
    if (example === untold) continue;
    check(situation, typeof example === 'string' ? [`${situation} |> ${one.call}`, example] : example);
  }
  for (const [title, example] of Object.entries(one.more ?? {})) check(title, example);
}

/** A call with null for each of its arguments in turn, which is to be refused. */
function withNulls(call: string): Example[] {
  const argument =
    /(?<=[(,]\s*)(\w+): ("(?:[^"\\]|\\.)*"|\/(?:[^/\\]|\\.)*\/|\[[^\]]*\]|\{[^}]*\}|\w+\([^)]*\)|[^,()]+)/g;
  return [...call.matchAll(argument)].map(({ 0: text, 1: name, index }) => [
    `${call.slice(0, index)}${name}: debug.null()${call.slice(index + text.length)}`,
    '! null',
  ]);
}

function checkValues(one: ValueCase, family: Family): void {
  const head = prelude('int', [family.path, ...(family.imports ?? [])]);
  const nulls = one.nulls === 'refused' ? withNulls(one.values[0]?.[0] ?? '') : one.nulls;
  for (const [expression, wanted] of [...one.values, ...nulls])
    test(expression, () => compare(evaluated(expression, head), wanted));
}

for (const [title, family] of Object.entries(families)) {
  suite(title, () => {
    for (const [name, one] of Object.entries(family.streams ?? {})) checkStream(name, one, family);
    for (const one of Object.values(family.values ?? {})) checkValues(one, family);
    const head = prelude('int', [family.path, ...(family.imports ?? [])]);
    for (const [flux, wanted] of Object.values(family.sources ?? {}).flat())
      test(flux, () => compare(answer(head + flux), wanted));
  });
}
