import { constraintsOf, type FluxType, formatType } from './types.ts';

/** As wide as a hover is without a scroll bar. */
const width = 80;

/** What may stand in a variable's place, in words. */
const constraintWords: Readonly<Record<string, string>> = {
  Addable: 'can be added',
  Basic: 'is no record, array or function',
  Comparable: 'has an order',
  Divisible: 'can be divided',
  Equatable: 'can be compared',
  Label: 'is the name of a column',
  Negatable: 'can be negated',
  Nullable: 'may be null',
  Numeric: 'is a number',
  Record: 'is a record',
  Stringable: 'can be turned into a string',
  Subtractable: 'can be subtracted',
  Timeable: 'is a time or a duration',
};

/**
 * A type on one line where it fits, else with a line for each part.
 * @param before what stands before it on its line
 */
export function layoutType(type: FluxType, before = ''): string {
  return `${before}${layout(type, '', before.length)}`;
}

/**
 * What a printed type's `where` clause asks, as a Markdown sentence: “`A` is a record.” Empty when it asks nothing.
 * @param part only of the variables in this part of the type
 */
export function explainConstraints(printed: string, part = printed): string {
  const asked = [...constraintsOf(printed)].filter(([variable]) => part.match(/#?\w+/g)?.includes(variable));
  const all = asked.map(([variable, names]) => {
    const words = names.map((name) => constraintWords[name] ?? `is ${name}`);
    return `\`${variable}\` ${words.join(' and ')}`;
  });
  return all.length === 0 ? '' : `${all.join(', ')}.`;
}

/** @param used what stands before the type on its line, the indentation aside */
function layout(type: FluxType, indent: string, used: number): string {
  const line = formatType(type);
  if (indent.length + used + line.length <= width) return line;
  const inner = `${indent}  `;
  switch (type.kind) {
    case 'record': {
      const head = type.extends === undefined ? '' : `${inner}${type.extends} with\n`;
      const fields = type.properties.map(
        (field) => `${inner}${field.name}: ${layout(field.type, inner, field.name.length + 3)}`,
      );
      return `{\n${head}${fields.join(',\n')}\n${indent}}`;
    }
    case 'function': {
      const parameters = type.parameters.map((each) => {
        const name = `${each.pipe ? '<-' : ''}${each.optional ? '?' : ''}${each.name}`;
        return `${inner}${name}: ${layout(each.type, inner, name.length + 3)}`;
      });
      const head = parameters.length === 0 ? '()' : `(\n${parameters.join(',\n')}\n${indent})`;
      return `${head} => ${layout(type.result, indent, 5)}`;
    }
    case 'array':
    case 'stream':
    case 'vector': {
      const before = type.kind === 'array' ? '[' : type.kind === 'stream' ? 'stream[' : 'v[';
      return `${before}${layout(type.element, indent, used + before.length + 1)}]`;
    }
    default:
      return line;
  }
}
