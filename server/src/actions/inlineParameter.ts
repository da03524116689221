import { CodeActionKind } from 'vscode-languageserver';
import type { TextChange } from '../flux/edits.ts';
import type { Expression, Node } from '../flux/syntax.ts';
import { quote } from '../flux/tokens.ts';
import { accessOf } from '../params/describe.ts';
import type { ParameterUse } from '../params/parameters.ts';
import type { Usage } from '../params/usage.ts';
import type { Script } from '../script.ts';
import { type Action, type ActionRequest, replacing, touches } from './action.ts';
import { conversionAround } from './literals.ts';
import { removeEntry } from './parameterSection.ts';

/** Puts a parameter's documented default in its place, wherever it is used. */
export function inlineParameter({ script, span }: ActionRequest): Action[] {
  const parameter = script.params.parameters.find(({ uses }) =>
    uses.some(({ access }) => touches(replaced(access, script), span)),
  );
  if (parameter?.default === undefined) return [];
  const changes: TextChange[] = [];
  for (const use of parameter.uses) {
    const change = inlined(use, parameter.default, script);
    if (!change) return [];
    changes.push(change);
  }
  const documentation = removeEntry(script, parameter.name);
  return [
    {
      title: `Inline ${accessOf(parameter.name)}`,
      kind: CodeActionKind.RefactorInline,
      changes: documentation ? [documentation, ...changes] : changes,
    },
  ];
}

/** With its conversion: of an unsigned integer there is no literal. */
function replaced(access: Expression, script: Script): Node {
  const conversion = conversionAround(access, script);
  return conversion && conversion.type !== 'uint' ? conversion.call : access;
}

/** @returns undefined where the default is nothing that could stand there */
function inlined({ access, usages }: ParameterUse, value: string, script: Script): TextChange | undefined {
  const node = replaced(access, script);
  const parent = script.parentOf(node);
  const selected =
    (parent?.type === 'MemberExpression' && parent.object === node) ||
    (parent?.type === 'IndexExpression' && parent.array === node) ||
    (parent?.type === 'CallExpression' && parent.callee === node);
  const needed = conversionAround(access, script)?.type ?? usages[0]?.needs ?? usages[0]?.expects ?? 'any';
  const literal = selected ? undefined : literalFor(value, needed);
  if (literal === undefined) return undefined;
  const operand = /^(Unary|Binary|Pipe)Expression$/.test(parent?.type ?? '');
  return replacing(script.text, node, operand && literal.startsWith('-') ? `(${literal})` : literal);
}

const patterns = {
  bool: /^(true|false)$/,
  duration: /^-?(\d+(mo|ms|us|µs|ns|y|w|d|h|m|s))+$/,
  float: /^-?\d+\.\d+$/,
  int: /^-?\d+$/,
  time: /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2}))?$/,
  uint: /^\d+$/,
};

function literalFor(
  value: string,
  needed: Usage['expects'] | NonNullable<Usage['needs']>,
): string | undefined {
  switch (needed) {
    case 'string':
      return quote(value);
    case 'float':
      return patterns.int.test(value) ? `${value}.0` : fitting(value, 'float');
    case 'point':
      return fitting(value, 'duration', 'time', 'int');
    case 'any':
      return fitting(value, 'bool', 'int', 'float') ?? quote(value);
    default:
      return fitting(value, needed);
  }
}

function fitting(value: string, ...types: (keyof typeof patterns)[]): string | undefined {
  return types.some((type) => patterns[type].test(value)) ? value : undefined;
}
