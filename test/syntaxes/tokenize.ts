import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { IGrammar } from 'vscode-textmate';

// Both are CommonJS without names that Node can see.
const require = createRequire(import.meta.url);
const oniguruma = require('vscode-oniguruma') as typeof import('vscode-oniguruma');
const textmate = require('vscode-textmate') as typeof import('vscode-textmate');

export interface Token {
  readonly text: string;
  readonly scopes: readonly string[];
}

async function load(): Promise<IGrammar> {
  const wasm = readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm'));
  await oniguruma.loadWASM(wasm);
  const path = new URL('../../syntaxes/flux.tmLanguage.json', import.meta.url);
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: () =>
      Promise.resolve(textmate.parseRawGrammar(readFileSync(path, 'utf8'), 'flux.tmLanguage.json')),
  });
  const grammar = await registry.loadGrammar('source.flux');
  if (!grammar) throw new Error('The grammar did not load.');
  return grammar;
}

const grammar = await load();

/** The tokens of a text, as VS Code colours them, blanks left out. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let stack = textmate.INITIAL;
  for (const line of text.split('\n')) {
    const result = grammar.tokenizeLine(line, stack);
    stack = result.ruleStack;
    for (const { startIndex, endIndex, scopes } of result.tokens) {
      const part = line.slice(startIndex, endIndex);
      if (part.trim() !== '') tokens.push({ text: part.trim(), scopes });
    }
  }
  return tokens;
}
