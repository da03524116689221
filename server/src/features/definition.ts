import type { LocationLink } from 'vscode-languageserver';
import type { Position, Span } from '../flux/positions.ts';
import { type Expression, keyName, type Node, type Property } from '../flux/syntax.ts';
import { definedName, nameIn, type Target, targetAt } from '../flux/targets.ts';
import { pathAt } from '../flux/walk.ts';
import type { Script } from '../script.ts';

/** From a name to what gives it its meaning. */
interface Definition {
  readonly origin: Span;
  readonly target: Span;
  readonly name: Span;
}

/** How many more steps a record is followed from variable to variable. */
interface Budget {
  left: number;
}

/**
 * Where a name of the script is defined; of a parameter's key, where it is documented, else first used. Null for what
 * the script does not define.
 */
export function definition(script: Script, position: Position, uri: string): LocationLink[] | null {
  const { positions } = script;
  const offset = positions.offset(position);
  const target = targetAt(script, offset);
  const found = target ? definitionOf(target, script) : fieldAt(script, offset);
  if (!found) return null;
  return [
    {
      originSelectionRange: positions.range(found.origin),
      targetUri: uri,
      targetRange: positions.range(found.target),
      targetSelectionRange: positions.range(found.name),
    },
  ];
}

function definitionOf(target: Target, { text, positions }: Script): Definition | undefined {
  const { name: origin } = target;
  if (target.kind === 'symbol') {
    return { origin, target: target.symbol.node, name: definedName(target.symbol, text) };
  }
  const { documented, accesses } = target;
  if (documented) {
    const { line } = positions.position(documented.start);
    const comment = { start: positions.lineStart(line), end: positions.lineEnd(line) };
    return { origin, target: comment, name: documented };
  }
  const [first] = accesses;
  if (!first) return undefined;
  const name = nameIn(first.property, text);
  return name.start === origin.start ? undefined : { origin, target: first, name };
}

/** Behind `x.`, the field of the record that x holds. */
function fieldAt(script: Script, offset: number): Definition | undefined {
  const [property, access] = pathAt(script.file, offset);
  if (access?.type !== 'MemberExpression' || access.property !== property) return undefined;
  const field = fieldOf(access.object, keyName(access.property), script, { left: 200 });
  return (
    field && {
      origin: nameIn(access.property, script.text),
      target: field,
      name: nameIn(field.key, script.text),
    }
  );
}

function fieldOf(object: Expression, key: string, script: Script, budget: Budget): Property | undefined {
  const record = recordIn(object, script, budget);
  if (record?.type !== 'ObjectExpression') return undefined;
  const own = record.properties.find((property) => keyName(property.key) === key);
  if (own || !record.with) return own;
  return fieldOf(record.with, key, script, budget);
}

/** What an expression holds, where the text says so. */
function recordIn(expression: Expression, script: Script, budget: Budget): Node | undefined {
  budget.left -= 1;
  if (budget.left < 0) return undefined;
  switch (expression.type) {
    case 'ObjectExpression':
      return expression;
    case 'ParenExpression':
      return recordIn(expression.expression, script, budget);
    case 'Identifier': {
      const value = script.bindings.symbolOf(expression)?.value;
      return value && recordIn(value, script, budget);
    }
    case 'MemberExpression': {
      const field = fieldOf(expression.object, keyName(expression.property), script, budget);
      const value = field && (field.value ?? (field.key.type === 'Identifier' ? field.key : undefined));
      return value && recordIn(value, script, budget);
    }
    default:
      return undefined;
  }
}
