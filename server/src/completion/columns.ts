import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver';
import { keyName, type Node } from '../flux/syntax.ts';
import { walk } from '../flux/walk.ts';
import type { Script } from '../script.ts';
import { memberEdit, stringEdit } from './edits.ts';
import type { Place } from './place.ts';

/** What every row of InfluxDB has. */
const standard: Readonly<Record<string, string>> = {
  _time: 'time',
  _value: 'the value',
  _field: 'string',
  _measurement: 'string',
  _start: 'time',
  _stop: 'time',
};

/** Arguments of the standard library whose strings name columns. */
const columnArguments =
  /^(columns?|by|on|rowKey|columnKey|valueColumn|timeColumn|startColumn|stopColumn|timeSrc|timeDst|groupColumns|tagColumns|keepColumns|tag|as)$/;

/** Behind a row's dot: the columns that every row has, and those that the script names elsewhere. */
export function columnItems(script: Script, place: Place): CompletionItem[] {
  const named = [...columnsIn(script, place.word)].filter((name) => !(name in standard));
  return [...Object.keys(standard), ...named].map((name) => ({
    label: name,
    kind: CompletionItemKind.Field,
    detail: standard[name] ?? 'column',
    sortText: `${name in standard ? 1 : 0}${name}`,
    ...memberEdit(name, place, script.positions),
  }));
}

/** In a string: columns, where one belongs. */
export function columnStrings(script: Script, { token, offset }: Place): CompletionItem[] {
  if (!token) return [];
  const names = new Set([...Object.keys(standard), ...columnsIn(script, token)]);
  return [...names].map((name) => ({
    label: name,
    kind: CompletionItemKind.Field,
    ...stringEdit(name, token, offset, script.positions),
  }));
}

/** Whether a string at an argument names a column. */
export function namesColumn(argument: string): boolean {
  return columnArguments.test(argument);
}

/** @param except where a name is being typed: it is no column yet */
function columnsIn(script: Script, except: { readonly start: number; readonly end: number }): Set<string> {
  const columns = new Set<string>();
  const isRow = (node: Node) => script.bindings.symbolOf(node)?.kind === 'parameter';
  const add = (name: string, { start, end }: Node) => {
    const typed = start <= except.end && except.start <= end;
    if (name !== '' && !typed) columns.add(name);
  };
  for (const node of walk(script.file)) {
    if (node.type === 'MemberExpression' && isRow(node.object)) add(keyName(node.property), node.property);
    else if (node.type === 'ObjectExpression' && node.with && isRow(node.with)) {
      for (const { key } of node.properties) add(keyName(key), key);
    } else if (node.type === 'Property' && namesColumn(keyName(node.key)) && node.value) {
      const values = node.value.type === 'ArrayExpression' ? node.value.elements : [node.value];
      for (const value of values) if (value.type === 'StringLiteral') add(value.value, value);
    }
  }
  return columns;
}
