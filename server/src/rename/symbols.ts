import type { FluxSymbol, Use } from '../flux/bindings.ts';
import type { TextChange } from '../flux/edits.ts';
import type { Span } from '../flux/positions.ts';
import { keyName, type Node, type ObjectExpression } from '../flux/syntax.ts';
import { keywords } from '../flux/tokens.ts';
import { isName } from '../params/describe.ts';
import type { Script } from '../script.ts';
import { preview } from './preview.ts';
import { lineOf, refuse } from './refusal.ts';

/**
 * Renames a variable, a function's parameter or an import. Fields of records keep their names, and every other name keeps
 * its meaning.
 * @throws ResponseError where the new name cannot be one, or has another meaning already
 */
export function renameSymbol(symbol: FluxSymbol, newName: string, script: Script): TextChange[] {
  if (newName === '') refuse('A name is needed.');
  if (keywords.has(newName) || /^(true|false)$/.test(newName)) {
    refuse(`“${newName}” is a word of Flux itself. Choose another name.`);
  }
  if (!isName(newName)) {
    refuse(`“${newName}” is no name: it takes letters, digits and “_”, and no digit at the beginning.`);
  }
  if (newName === symbol.name) return [];
  const scopes = scopesOf(symbol, script);
  const taken = script.bindings.symbols.find(
    (other) => other.name === newName && scopesOf(other, script).some((scope) => scopes.includes(scope)),
  );
  if (taken) {
    const line = lineOf(script, taken.definition.start);
    refuse(`“${newName}” is already defined on line ${line}. Choose another name.`);
  }
  const changes = [
    changeOfDefinition(symbol, newName),
    ...symbol.uses.map((use) => changeOfUse(use, newName)),
    ...changesOfNeighbours(symbol, script),
  ];
  checkMeanings(symbol, newName, script, preview(script, changes));
  return changes;
}

/**
 * Says why a name cannot be renamed, whatever its new name: options of Flux, and the parameters of a function that
 * others call by these names.
 */
export function whyFixed({ kind, name, node }: FluxSymbol, script: Script): string | undefined {
  const { bindings, library } = script;
  if (kind === 'option' && (name === 'task' || library.builtin(name))) {
    return `“${name}” is an option of Flux itself: under another name it would have no effect.`;
  }
  const definition = kind === 'parameter' && script.parentOf(node);
  const assignment = definition && script.parentOf(definition);
  if (!assignment) return undefined;
  if (assignment.type !== 'VariableAssignment') {
    return `“${name}” cannot be renamed: whoever calls this function passes the argument by that name.`;
  }
  const passed = bindings.symbolOf(assignment.id)?.uses.find(({ node: use, role }) => {
    const parent = script.parentOf(use);
    return role !== 'argument' && !(parent?.type === 'CallExpression' && parent.callee === use);
  });
  if (!passed) return undefined;
  const line = lineOf(script, passed.node.start);
  return `“${name}” cannot be renamed: the function is passed on on line ${line}, and whoever calls it passes the argument by that name.`;
}

/** Where a name may be defined once. A function's parameters and its own variables share one scope. */
function scopesOf({ kind, scope, node }: FluxSymbol, script: Script): Span[] {
  const definition = kind === 'parameter' && script.parentOf(node);
  return definition && definition.type === 'FunctionExpression' ? [scope, definition.body] : [scope];
}

function changeOfDefinition({ kind, definition }: FluxSymbol, newName: string): TextChange {
  const { start, end, type } = definition;
  if (kind === 'import' && type === 'StringLiteral') return { start, end: start, newText: `${newName} ` };
  return { start, end, newText: newName };
}

/** The short forms `{a}` and `f(a)` name two things, of which one is renamed. */
function changeOfUse(use: Use, newName: string): TextChange {
  const { start, end } = use.node;
  const name = keyName(use.node);
  if (!isShort(use)) return { start, end, newText: newName };
  return { start, end, newText: use.role === 'short' ? `${name}: ${newName}` : `${newName}: ${name}` };
}

/** Flux takes short forms only where all are: `{a, b}` becomes `{a: c, b: b}`. */
function changesOfNeighbours({ uses }: FluxSymbol, script: Script): TextChange[] {
  const renamed = new Set<Node>(uses.map(({ node }) => node));
  const records = new Set(uses.filter(isShort).map(({ node }) => recordOf(node, script)));
  return [...records].flatMap((record) =>
    (record?.properties ?? [])
      .filter(({ key, value }) => !value && key.type === 'Identifier' && !renamed.has(key))
      .map(({ key }) => ({ start: key.end, end: key.end, newText: `: ${keyName(key)}` })),
  );
}

function isShort({ node, role, value }: Use): boolean {
  return role === 'short' || value === node;
}

function recordOf(short: Node, script: Script): ObjectExpression | undefined {
  const property = script.parentOf(short);
  const record = property && script.parentOf(property);
  return record?.type === 'ObjectExpression' ? record : undefined;
}

/** The number of what the script does not define. */
const free = -1;

/** One use of a name, with the number of the symbol that it means. */
interface Meaning {
  readonly start: number;
  readonly argument: boolean;
  readonly symbol: number;
  readonly name: string;
}

/** Compares use by use, in the text's order, which renaming does not change. */
function checkMeanings(renamed: FluxSymbol, newName: string, script: Script, after: Script): void {
  const number = script.bindings.symbols.indexOf(renamed);
  const before = meaningsIn(script);
  const now = meaningsIn(after);
  for (let index = 0; index < Math.max(before.length, now.length); index++) {
    const was = before[index];
    const is = now[index];
    const same = was?.symbol === is?.symbol && was?.argument === is?.argument;
    if (same && (was?.symbol !== free || was.name === is?.name)) continue;
    const line = lineOf(after, (is ?? was)?.start ?? 0);
    const other = is && after.bindings.symbols[is.symbol];
    refuse(
      was?.symbol === number && other
        ? `“${newName}” on line ${line} would mean what is defined on line ${lineOf(after, other.definition.start)}. Choose another name.`
        : `“${newName}” means something else on line ${line}, which the new name would hide. Choose another name.`,
    );
  }
}

function meaningsIn({ bindings }: Script): Meaning[] {
  const meanings: Meaning[] = [];
  const add = (symbol: number, uses: readonly Use[]) => {
    for (const { node, role } of uses) {
      meanings.push({ start: node.start, argument: role === 'argument', symbol, name: keyName(node) });
    }
  };
  for (const [index, { uses }] of bindings.symbols.entries()) add(index, uses);
  for (const uses of bindings.free.values()) add(free, uses);
  // Of a short form, the argument comes first, as it does in the long one.
  return meanings.sort((a, b) => a.start - b.start || Number(b.argument) - Number(a.argument));
}
