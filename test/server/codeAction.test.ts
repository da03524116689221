import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { CodeAction, Diagnostic } from 'vscode-languageserver';
import type { FluxEngine } from '../../server/src/engine/engine.ts';
import { codeAction } from '../../server/src/features/codeAction.ts';
import { parse } from '../../server/src/flux/parser.ts';
import { problemsOf } from '../../server/src/problems/problems.ts';
import type { Script } from '../../server/src/script.ts';
import { applied } from './actions/request.ts';
import { startEngine } from './client.ts';
import { scriptOf } from './script.ts';

const uri = 'file:///scripts/one.flux';
const root = fileURLToPath(new URL('../../', import.meta.url));
const shipped = ['sandbox/scripts', 'examples'].flatMap((folder) =>
  readdirSync(`${root}${folder}`)
    .filter((name) => name.endsWith('.flux'))
    .map((name) => ({ name, text: readFileSync(`${root}${folder}/${name}`, 'utf8') })),
);
const special = [
  {
    name: 'one of everything',
    text: '// 😀 Things.\r\n\r\npackage main\r\nimport "strings"\r\nimport m "math" // 𝒳\r\nimport "array"\r\n\r\noption task = {name: "a", every: 1h}\r\nmy_var = {"k 😀": -1.5, b: true, my_list: ["a", "a"]}\r\nf = (a_b=1, c=<-) => {\r\n\tmy_inner = a_b + 2\r\n\treturn if c then my_inner else -1\r\n}\r\nx = f(a_b: 1) |> range(start: params["the start"], stop: 2026-01-01)\r\ny = {my_var with z: "${strings.joinStr(arr: ["𝒳"], v: ",")} ${params.é}"}\r\nz = -(-1h)\r\n',
  },
  {
    name: 'on one line',
    text: 'import "math" import "array" x = if params.a then"a"else"b" y = -1h z=params.c["d"] f=(x=1)=>params.e',
  },
  {
    name: 'half typed',
    text: 'a = from(bucket: "b")\nimport "math"\nimport \nx = from(bucket: "a\n|> range(start: -1h, \ny = [1, "a${params.',
  },
];

/** Every action that is offered anywhere in a script. */
function everywhere(script: Script, diagnostics: Diagnostic[] = []): Map<string, CodeAction> {
  const found = new Map<string, CodeAction>();
  const problems = problemsOf(script);
  for (let offset = 0; offset <= script.text.length; offset++) {
    const range = script.positions.range({ start: offset, end: offset });
    const only = offset === 0 ? ['quickfix', 'refactor', 'source'] : undefined;
    const here = { diagnostics, ...(only && { only }) };
    for (const action of codeAction(script, range, here, uri, problems)) {
      found.set(JSON.stringify(action.edit), action);
    }
  }
  return found;
}

let engine: FluxEngine;
before(() => {
  engine = startEngine();
});
after(() => engine.dispose());

for (const { name, text } of [...shipped, ...special]) {
  test(`${name}: no action anywhere breaks the syntax`, () => {
    const script = scriptOf(text);
    const actions = everywhere(script);
    assert.ok(actions.size > 0);
    for (const action of actions.values()) {
      const changed = applied(text, action);
      assert.notEqual(changed, text, action.title);
      const { errors } = parse(changed);
      assert.ok(errors.length <= script.tree.errors.length, `${action.title}:\n${changed}`);
    }
  });
}

for (const { name, text } of shipped) {
  test(`${name}: the compiler takes what every refactoring makes of it`, async () => {
    const errors = async (source: string) =>
      (await engine.check(source))
        .filter(({ severity }) => severity === 'error')
        .map(({ message }) => message);
    assert.deepEqual(await errors(text), []);
    for (const action of everywhere(scriptOf(text)).values()) {
      const changed = applied(text, action);
      if (action.kind?.startsWith('refactor')) assert.deepEqual(await errors(changed), [], changed);
    }
  });
}

test('what the compiler complains of is what the fixes know', async () => {
  const cases: [text: string, titles: string[]][] = [
    ['x = math.pow(x: 2.0, y: 3.0)', ['Import "math"']],
    ['x = joinStr(arr: ["a"], v: ",")', ['Use strings.joinStr']],
    ['from(bucket: "😀") |> rnge(start: -1h)', ['Change to range']],
    ['import "strings"\nx = strings.joinSt(arr: ["a"], v: ",")', ['Change to joinStr']],
    ['from(bucket: "a") |> range(strt: -1h)', ['Change to start']],
    ['some_name = 1\nx = some_name', ['Rename to someName']],
  ];
  for (const [text, titles] of cases) {
    const script = scriptOf(text);
    const diagnostics = (await engine.check(text)).map(({ start, end, message }) => ({
      range: script.positions.range({ start, end }),
      message,
      source: 'flux',
    }));
    const whole = script.positions.range(script.file);
    const actions = codeAction(script, whole, { diagnostics, only: ['quickfix'] }, uri, []);
    assert.deepEqual(
      actions.map(({ title }) => title),
      titles,
    );
    const [fixed] = actions;
    const left = fixed && (await engine.check(applied(text, fixed)));
    assert.deepEqual(left, []);
  }
});

test('nothing to say of an empty text, or one of comments only', () => {
  for (const text of ['', '\n\n', '// a\n', '\uFEFF']) {
    assert.deepEqual([...everywhere(scriptOf(text)).values()], [], JSON.stringify(text));
  }
});

test('a script cut anywhere has only actions that do not make it worse', () => {
  const { text } = special[0] as { text: string };
  for (let length = 0; length < text.length; length += 7) {
    const cut = scriptOf(text.slice(0, length));
    for (const action of everywhere(cut).values()) {
      const changed = applied(cut.text, action);
      assert.ok(
        parse(changed).errors.length <= cut.tree.errors.length,
        `${action.title}:\n${cut.text}\n=>\n${changed}`,
      );
    }
  }
});
