import { type DocumentSymbol, SymbolKind } from 'vscode-languageserver';
import { importName } from '../flux/bindings.ts';
import type { Positions, Span } from '../flux/positions.ts';
import {
  type Expression,
  type ImportDeclaration,
  keyName,
  type Property,
  type Statement,
} from '../flux/syntax.ts';
import { quote } from '../flux/tokens.ts';
import { isName } from '../params/describe.ts';
import { record } from '../params/references.ts';
import type { Script } from '../script.ts';

/** Longer texts are cut. */
const longest = 60;

/** One entry of the outline. */
interface Entry {
  readonly name: string;
  readonly detail?: string | undefined;
  readonly kind: SymbolKind;
  readonly range: Span;
  /** Where the cursor goes; inside `range`. */
  readonly selection: Span;
  readonly children?: readonly Entry[];
}

/** The outline of a script. Nothing in it is without a name: VS Code would refuse the whole answer. */
export function documentSymbol(script: Script): DocumentSymbol[] {
  const { file, text, positions } = script;
  return [
    ...file.imports.flatMap(imported),
    ...statements(file.body, text),
    // Editors take the first entry around the cursor for the place where it is, and parameters lie in all others.
    ...parameters(script),
  ].map((entry) => toSymbol(entry, file, positions));
}

/** @param around what the entry lies in: of a broken text, the tree does not promise it */
function toSymbol(entry: Entry, around: Span, positions: Positions): DocumentSymbol {
  const { name, detail, kind, children = [] } = entry;
  const range = clip(entry.range, around);
  return {
    name,
    kind,
    ...(detail && { detail }),
    range: positions.range(range),
    selectionRange: positions.range(clip(entry.selection, range)),
    ...(children.length > 0 && { children: children.map((child) => toSymbol(child, range, positions)) }),
  };
}

function clip({ start, end }: Span, around: Span): Span {
  const from = Math.min(Math.max(start, around.start), around.end);
  return { start: from, end: Math.max(from, Math.min(end, around.end)) };
}

function imported(node: ImportDeclaration): Entry[] {
  const name = importName(node);
  if (name.trim() === '') return [];
  return [
    { name, detail: node.path.value, kind: SymbolKind.Module, range: node, selection: node.as ?? node.path },
  ];
}

/** The keys of `params`, each at its first use. */
function parameters({ params }: Script): Entry[] {
  const children = params.parameters.flatMap(({ name, expects, uses: [first] }): Entry[] => {
    if (!first) return [];
    const { access } = first;
    return [
      {
        name: label(name),
        detail: expects,
        kind: SymbolKind.Property,
        range: access,
        selection: access.property,
      },
    ];
  });
  const [first] = children;
  if (!first) return [];
  const end = Math.max(...children.map(({ range }) => range.end));
  const range = { start: first.range.start, end };
  return [{ name: record, kind: SymbolKind.Namespace, range, selection: first.range, children }];
}

function statements(body: readonly Statement[], text: string): Entry[] {
  return body.flatMap((node): Entry[] => {
    switch (node.type) {
      case 'VariableAssignment':
        return named(node.id.name, node.id, node.init, node, text);
      case 'OptionStatement': {
        const { assignment } = node;
        if (assignment.type === 'VariableAssignment')
          return named(assignment.id.name, assignment.id, assignment.init, node, text);
        const { member, init } = assignment;
        return named(shorten(member, text), member, init, node, text);
      }
      case 'TestCaseStatement': {
        const children = statements(node.block.body, text);
        return entry({
          name: node.id.name,
          kind: SymbolKind.Function,
          detail: 'testcase',
          range: node,
          selection: node.id,
          children,
        });
      }
      case 'BuiltinStatement':
        return entry({
          name: node.id.name,
          kind: SymbolKind.Constant,
          detail: 'builtin',
          range: node,
          selection: node.id,
        });
      case 'ExpressionStatement':
        return pipeline(node.expression, text);
      case 'ReturnStatement':
      case 'BadStatement':
        return [];
      default:
        return node satisfies never;
    }
  });
}

function entry(found: Entry): Entry[] {
  return found.name === '' ? [] : [found];
}

/** What a value is called, with what lies in it. */
function named(name: string, selection: Span, init: Expression, range: Span, text: string): Entry[] {
  const value = withoutParentheses(init);
  const common = { name, range, selection };
  switch (value.type) {
    case 'FunctionExpression': {
      const children =
        value.body.type === 'Block' ? statements(value.body.body, text) : fields(value.body, text);
      const detail = `(${value.params.map((parameter) => shorten(parameter, text)).join(', ')})`;
      return entry({ ...common, kind: SymbolKind.Function, detail, children });
    }
    case 'ObjectExpression':
      return entry({ ...common, kind: SymbolKind.Object, children: fields(value, text) });
    default:
      return entry({ ...common, kind: SymbolKind.Constant, detail: summary(value, text) });
  }
}

/** The properties of a record literal. */
function fields(expression: Expression, text: string): Entry[] {
  const value = withoutParentheses(expression);
  if (value.type !== 'ObjectExpression') return [];
  return value.properties.flatMap((property) => field(property, text));
}

function field(property: Property, text: string): Entry[] {
  const { key, value } = property;
  const missing = key.type === 'Identifier' && key.name === '';
  if (missing) return [];
  const name = label(keyName(key));
  const [found] = value ? named(name, key, value, property, text) : [];
  const kind = found?.kind === SymbolKind.Constant ? SymbolKind.Property : found?.kind;
  return [{ ...(found ?? { name, range: property, selection: key }), kind: kind ?? SymbolKind.Property }];
}

/** What runs without a name: calls and pipelines, called by their source. */
function pipeline(expression: Expression, text: string): Entry[] {
  if (expression.type !== 'PipeExpression' && expression.type !== 'CallExpression') return [];
  const { source, yields } = stagesOf(expression, text);
  const detail = yields.join(' ');
  return entry({
    name: shorten(source, text),
    detail,
    kind: SymbolKind.Event,
    range: expression,
    selection: source,
  });
}

/** A value in few words; of a pipeline, where it begins. */
function summary(value: Expression, text: string): string {
  const { source, yields } = stagesOf(value, text);
  return [shorten(source, text), ...yields].join(' ');
}

/** Where a pipeline begins, and the results that it yields. */
function stagesOf(expression: Expression, text: string): { source: Expression; yields: string[] } {
  const yields: string[] = [];
  let source = expression;
  while (source.type === 'PipeExpression') {
    const { call } = source;
    if (call.type === 'CallExpression' && call.callee.type === 'Identifier' && call.callee.name === 'yield') {
      const name = call.arguments.properties.find(({ key }) => keyName(key) === 'name')?.value;
      yields.unshift(name ? `|> yield ${shorten(name, text)}` : '|> yield');
    }
    source = source.argument;
  }
  return { source, yields };
}

function withoutParentheses(expression: Expression): Expression {
  return expression.type === 'ParenExpression' ? withoutParentheses(expression.expression) : expression;
}

/** A name that anybody can read, and that is never empty. */
function label(name: string): string {
  return isName(name) ? name : quote(name);
}

/** A part of the text on one line. */
function shorten({ start, end }: Span, text: string): string {
  const characters = [...text.slice(start, end).trim().replace(/\s+/g, ' ')];
  return characters.length <= longest ? characters.join('') : `${characters.slice(0, longest - 1).join('')}…`;
}
