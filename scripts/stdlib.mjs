// The catalogue of Flux's standard library, as the compiler knows it: run with a path, it is written there as JSON.
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Lsp } from '@influxdata/flux-lsp-node';

/** LSP's kind of a completion that is a package. */
const packageKind = 9;

/**
 * Asks the compiler for every package of the standard library, every name that needs no import, and their types.
 * @returns a `Catalogue` (server/src/library/library.ts)
 */
export async function stdlib() {
  const restore = silenceConsole();
  try {
    const compiler = await startCompiler();
    const packages = {};
    for (const path of await packagePaths(compiler)) {
      const record = await compiler.typeOf(`import p "${path}"`, 'p');
      packages[path] = { name: path.slice(path.lastIndexOf('/') + 1), members: membersOf(record) };
    }
    const names = await builtinNames(compiler);
    // All in one: a record of them is answered as fast as one of them.
    const record = await compiler.typeOf('', `{${names.map((name) => `${name}: ${name}`).join(', ')}}`);
    const universe = membersOf(record);
    const lost = names.filter((name) => !(name in universe));
    if (lost.length > 0) throw new Error(`The compiler knows no type of ${lost.join(', ')}.`);
    return { packages, universe };
  } finally {
    restore();
  }
}

async function packagePaths(compiler) {
  const offered = await compiler.complete('import ""', 'import "'.length);
  return offered.map(({ label }) => label.replaceAll('"', '')).sort();
}

/** The compiler offers a name to whoever has typed one of its letters, and nothing to who has typed none. */
async function builtinNames(compiler) {
  const names = new Set();
  for (const letter of 'abcdefghijklmnopqrstuvwxyz') {
    for (const { kind, label } of await compiler.complete(letter, 1)) {
      // A value is labelled with where it comes from: `inf (prelude)`.
      if (kind !== packageKind) names.add(label.replace(/ \(prelude\)$/, ''));
    }
  }
  return [...names].sort();
}

/**
 * The members of a package or record, from its printed type, each with a type of its own on one line.
 * @param printed `{name: type, …} where A: Constraint, …`
 */
function membersOf(printed) {
  const line = printed
    .replace(/\s+/g, ' ')
    .replace(/([([{]) /g, '$1')
    .replace(/,? ([)\]}])/g, '$1');
  const end = line.lastIndexOf('}') + 1;
  const [, clause = ''] = /^ where (.*)$/.exec(line.slice(end)) ?? [];
  const constraints = new Map(clause.split(', ').map((part) => part.split(': ')));
  const members = {};
  for (const part of splitProperties(line.slice(1, end - 1))) {
    const colon = part.indexOf(': ');
    members[part.slice(0, colon)] = ownType(part.slice(colon + 2), constraints);
  }
  return members;
}

/** Splits at the commas that stand in no bracket. */
function splitProperties(text) {
  const parts = [];
  let depth = 0;
  let start = 0;
  for (const { 0: sign, index } of text.matchAll(/[([{}\]),]/g)) {
    if ('([{'.includes(sign)) depth += 1;
    else if (sign !== ',') depth -= 1;
    else if (depth === 0) {
      parts.push(text.slice(start, index));
      start = index + 2;
    }
  }
  return text === '' ? parts : [...parts, text.slice(start)];
}

/**
 * A member's type with variables of its own, which are counted through the whole record (`t42`), named from `A` on, and
 * with what is asked of them.
 */
function ownType(type, constraints) {
  const names = new Map();
  // Before a colon and a blank stands a label, and some are capital letters too.
  const renamed = type.replace(/\b(?:[A-Z]|t\d+)\b(?!: )/g, (variable) => {
    if (!names.has(variable)) names.set(variable, variableName(names.size));
    return names.get(variable);
  });
  const asked = [...names]
    .filter(([variable]) => constraints.has(variable))
    .map(([variable, name]) => `${name}: ${constraints.get(variable)}`);
  return asked.length > 0 ? `${renamed} where ${asked.join(', ')}` : renamed;
}

/** As the compiler counts: `A` to `Z`, then `t26` and on. */
function variableName(index) {
  return index < 26 ? String.fromCharCode('A'.charCodeAt(0) + index) : `t${index}`;
}

/** The compiler's own language server, asked about one line at a time. */
async function startCompiler() {
  const lsp = new Lsp();
  const published = new Map();
  lsp.onMessage((message) => {
    const { method, params } = JSON.parse(message);
    if (method === 'textDocument/publishDiagnostics') published.get(params.uri)?.();
  });
  void lsp.run();

  let count = 0;
  const notify = (method, params) => lsp.send(JSON.stringify({ jsonrpc: '2.0', method, params }));
  const request = async (method, params) => {
    count += 1;
    const answer = await lsp.send(JSON.stringify({ jsonrpc: '2.0', id: count, method, params }));
    return answer ? JSON.parse(answer).result : undefined;
  };

  /** Asks at a place in a text. It is closed again: the compiler goes through all that is open at each answer. */
  const ask = async (method, text, position) => {
    count += 1;
    const uri = `file:///${count}/main.flux`;
    const ready = new Promise((resolve) => {
      published.set(uri, resolve);
    });
    await notify('textDocument/didOpen', {
      textDocument: { uri, languageId: 'flux', version: 1, text },
    });
    await ready;
    published.delete(uri);
    const answer = await request(method, { textDocument: { uri }, position, context: { triggerKind: 1 } });
    await notify('textDocument/didClose', { textDocument: { uri } });
    return answer;
  };

  await request('initialize', { capabilities: {} });
  await notify('initialized', {});
  return {
    complete: async (text, character) =>
      (await ask('textDocument/completion', text, { line: 0, character }))?.items ?? [],
    /** The type of an expression, below an import: of a variable that holds it, so that it is a general one. */
    typeOf: async (introduction, expression) => {
      const text = `${introduction}\nx = ${expression}\ny = x\n`;
      const answer = await ask('textDocument/hover', text, { line: 2, character: 'y = '.length });
      const printed = answer?.contents?.value ?? answer?.contents;
      if (typeof printed !== 'string') throw new Error(`The compiler knows no type of ${expression}.`);
      return printed;
    },
  };
}

/** The compiler writes its log to the console. */
function silenceConsole() {
  const { log, info, debug } = console;
  console.log = console.info = console.debug = () => undefined;
  return () => Object.assign(console, { log, info, debug });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , file] = process.argv;
  if (file === undefined) {
    console.error('Say where to: node scripts/stdlib.mjs <file>');
    process.exitCode = 1;
  } else {
    await writeFile(file, JSON.stringify(await stdlib()));
  }
}
