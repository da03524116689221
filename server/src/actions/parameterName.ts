import { type BinaryExpression, type Expression, keyName, type Node } from '../flux/syntax.ts';
import { keywords } from '../flux/tokens.ts';
import { isName } from '../params/describe.ts';
import type { Script } from '../script.ts';
import { conversionAround } from './literals.ts';

const equalities: ReadonlySet<string> = new Set(['==', '!=']);
const orders: ReadonlySet<string> = new Set(['<', '<=', '>', '>=']);

/** What a parameter would be called that stands in a value's place: after its argument, or what it is compared with. */
export function parameterName(value: Node, script: Script): string {
  const name = camelCase(nameOfPlace(value, script) ?? '');
  return isName(name) && !keywords.has(name) ? name : 'value';
}

/** `sensor_id` → `sensorId`; what a name cannot hold separates words, too. */
export function camelCase(text: string): string {
  const [first = '', ...others] = text.split(/[^\p{L}\p{Nd}]+/u).filter(Boolean);
  const lower = (word: string) => (word === word.toUpperCase() ? word.toLowerCase() : word);
  const start = lower(first);
  const rest = others.map((word) => word.charAt(0).toUpperCase() + lower(word).slice(1));
  return [start.charAt(0).toLowerCase() + start.slice(1), ...rest].join('');
}

function nameOfPlace(value: Node, script: Script): string | undefined {
  const parent = script.parentOf(value);
  switch (parent?.type) {
    case 'ParenExpression':
    case 'UnaryExpression':
      return nameOfPlace(parent, script);
    case 'ConditionalExpression':
      return parent.test === value ? undefined : nameOfPlace(parent, script);
    // One of several: `columns: ["host"]`.
    case 'ArrayExpression':
      return nameOfPlace(parent, script)?.replace(/(?<=..)s$/, '');
    case 'VariableAssignment':
      return parent.id.name;
    case 'MemberAssignment':
      return keyName(parent.member.property);
    case 'Property': {
      const conversion = conversionAround(value, script);
      return conversion ? nameOfPlace(conversion.call, script) : keyName(parent.key);
    }
    case 'BinaryExpression':
      return nameOfOperand(parent, parent.left === value ? parent.right : parent.left, script);
    default:
      return undefined;
  }
}

function nameOfOperand(
  { operator }: BinaryExpression,
  other: Expression,
  script: Script,
): string | undefined {
  const ordered = orders.has(operator);
  if (!ordered && !equalities.has(operator)) return undefined;
  const name = nameOfValue(other, script);
  return ordered && name === '_value' ? 'threshold' : name;
}

function nameOfValue(node: Expression, script: Script): string | undefined {
  switch (node.type) {
    case 'ParenExpression':
      return nameOfValue(node.expression, script);
    case 'Identifier':
      return node.name;
    case 'MemberExpression':
      return keyName(node.property);
    case 'CallExpression': {
      const value = node.arguments.properties[0]?.value;
      return value && conversionAround(value, script) ? nameOfValue(value, script) : undefined;
    }
    default:
      return undefined;
  }
}
