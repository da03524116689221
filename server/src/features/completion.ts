import { type CompletionItem, CompletionItemKind, type CompletionList } from 'vscode-languageserver';
import { argumentItems, fittingParameters } from '../completion/arguments.ts';
import { columnItems, columnStrings, namesColumn } from '../completion/columns.ts';
import { documentedKeys } from '../completion/comments.ts';
import { memberEdit } from '../completion/edits.ts';
import type { ClientAbilities } from '../completion/items.ts';
import { isRecord, keysAt } from '../completion/keys.ts';
import { builtinItems, keywordItems, nameItems } from '../completion/names.ts';
import { packageItems, packageMembers, pathItems } from '../completion/packages.ts';
import { type Place, placeOf } from '../completion/place.ts';
import type { FluxEngine } from '../engine/engine.ts';
import type { Position } from '../flux/positions.ts';
import { type Expression, keyName, type MemberExpression } from '../flux/syntax.ts';
import { pathAt } from '../flux/walk.ts';
import { type FluxType, parseType } from '../library/types.ts';
import type { InferredTypes, Script } from '../script.ts';

export interface CompletionOptions {
  /** Keys that the server knows for the script. */
  readonly known: InferredTypes;
  readonly client: ClientAbilities;
}

/**
 * What can stand at the cursor. Nearly all of it is known without the compiler, so that it is there at once and in a text
 * that is broken at the cursor; only the labels of a record that is computed are asked for.
 */
export async function completion(
  script: Script,
  position: Position,
  { known, client }: CompletionOptions,
  engine: FluxEngine,
  signal?: AbortSignal,
): Promise<CompletionList> {
  const offset = script.positions.offset(position);
  const place = placeOf(script, offset);
  if (place.token?.kind === 'comment' && place.token.start < offset)
    return list(documentedKeys(script, place));
  const keys = keysAt(script, place, known);
  if (keys) return list(keys);
  if (isImport(script, place)) return list(pathItems(script, place));
  if (isHidden(place)) return list(stringItems(script, place));
  if (place.before?.text === '.') {
    return list(place.member ? await memberItems(script, place, place.member, client, engine, signal) : []);
  }
  // What follows a number is its unit or its fraction.
  if (place.token && /^(integer|float|duration|time)$/.test(place.token.kind)) return list([]);
  const called = place.after?.text === '(' && place.after.start === place.word.end;
  const piped = place.before?.text === '|>';
  const options = { called, piped, client };
  const naming = place.call && place.call.argument === undefined && /^[(,]$/.test(place.before?.text ?? '');
  if (naming && place.call) return list(argumentItems(script, place.call, client));
  const items = [
    ...fittingParameters(script, place, known),
    ...nameItems(script, place.word.start, options),
    ...builtinItems(script, options),
    ...packageItems(script),
  ];
  if (!piped) {
    if (!script.bindings.visibleAt(offset).some(({ name }) => name === 'params')) items.push(recordItem());
    items.push(...keywordItems(!place.call));
  }
  return list(items);
}

function list(items: CompletionItem[]): CompletionList {
  return { isIncomplete: false, items };
}

/** Behind `import`, on its line. */
function isImport({ text }: Script, { token, before, offset }: Place): boolean {
  const line =
    text
      .slice(0, offset)
      .split(/[\r\n]/)
      .at(-1) ?? '';
  return before?.text === 'import'
    ? /import\s/.test(line)
    : token?.kind === 'string' && /^\s*import\s+\w*\s*"/.test(line);
}

/** In a string or a regular expression. */
function isHidden({ token, offset }: Place): boolean {
  if (!token || token.start >= offset) return false;
  if (token.kind === 'stringText' || token.kind === 'stringStart') return true;
  const closed = token.text.length > 1 && /["/]$/.test(token.text);
  return /^(string|regexp)$/.test(token.kind) && (offset < token.end || !closed);
}

/** In a string that names a column: `r["`, `column: "`, `columns: ["`. */
function stringItems(script: Script, place: Place): CompletionItem[] {
  const { token } = place;
  if (token?.kind !== 'string') return [];
  const [literal, parent] = pathAt(script.file, token.start + 1);
  if (literal?.type !== 'StringLiteral' || !parent) return [];
  const isRow =
    parent.type === 'MemberExpression' && script.bindings.symbolOf(parent.object)?.kind === 'parameter';
  const argument = parent.type === 'ArrayExpression' ? script.parentOf(parent) : parent;
  const named =
    argument?.type === 'Property' && argument.key !== literal && namesColumn(keyName(argument.key));
  return isRow || named ? columnStrings(script, place) : [];
}

async function memberItems(
  script: Script,
  place: Place,
  { object }: MemberExpression,
  client: ClientAbilities,
  engine: FluxEngine,
  signal: AbortSignal | undefined,
): Promise<CompletionItem[]> {
  const { bindings, library } = script;
  const options = { called: place.after?.text === '(' && place.after.start === place.word.end, client };
  if (object.type === 'Identifier') {
    const symbol = bindings.symbolOf(object);
    if (symbol?.node.type === 'ImportDeclaration') {
      return packageMembers(script, [symbol.node.path.value], options);
    }
    if (!symbol) {
      const paths = library.packagesNamed(object.name);
      if (paths.length > 0) return packageMembers(script, paths, options);
    }
    if (symbol?.kind === 'parameter' && !isRecord(script, object)) return columnItems(script, place);
    if (symbol?.value?.type === 'ObjectExpression' && !symbol.value.with) {
      const names = symbol.value.properties.map(({ key }) => keyName(key));
      return labelItems(names, place, script);
    }
  }
  const type = await typeOf(object, script, engine, signal);
  const labels = type?.kind === 'record' ? type.properties.map(({ name }) => name) : [];
  return labelItems(labels, place, script);
}

/** What the compiler infers of a record that is computed. */
async function typeOf(
  object: Expression,
  { text, positions }: Script,
  engine: FluxEngine,
  signal: AbortSignal | undefined,
): Promise<FluxType | undefined> {
  const name = object.type === 'MemberExpression' ? object.property : object;
  const printed = await engine.typeAt(text, positions.toCompiler(name.start), signal);
  return printed === undefined ? undefined : parseType(printed);
}

function labelItems(names: readonly string[], place: Place, { positions }: Script): CompletionItem[] {
  return names
    .filter((name) => name !== '')
    .map((name) => ({ label: name, kind: CompletionItemKind.Field, ...memberEdit(name, place, positions) }));
}

function recordItem(): CompletionItem {
  return {
    label: 'params',
    kind: CompletionItemKind.Variable,
    detail: 'the parameters of the script',
    sortText: '0params',
    commitCharacters: ['.', '['],
  };
}
