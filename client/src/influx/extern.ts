import type { JsonObject, JsonValue } from './types.ts';

/**
 * Flux's syntax tree, as far as values need it, with the names and shapes of the compiler's own JSON
 * (https://github.com/influxdata/flux/blob/master/libflux/flux-core/src/ast/mod.rs). The compiler reads `true` and `false` as
 * identifiers, and a minus as an operator.
 */
type Expression =
  | { readonly type: 'StringLiteral'; readonly value: string }
  | { readonly type: 'IntegerLiteral'; readonly value: string }
  | { readonly type: 'FloatLiteral'; readonly value: number }
  | { readonly type: 'Identifier'; readonly name: string }
  | { readonly type: 'UnaryExpression'; readonly operator: '-'; readonly argument: Expression }
  | { readonly type: 'ArrayExpression'; readonly elements: readonly Expression[] }
  | { readonly type: 'ObjectExpression'; readonly properties: readonly Property[] };

interface Property {
  readonly type: 'Property';
  readonly key: Extract<Expression, { type: 'StringLiteral' }>;
  readonly value: Expression;
}

/** A file of Flux that is compiled together with a query: `option params = {…}`. */
export interface ExternFile {
  readonly type: 'File';
  readonly package: null;
  readonly imports: readonly [];
  readonly body: readonly [
    {
      readonly type: 'OptionStatement';
      readonly assignment: {
        readonly type: 'VariableAssignment';
        readonly id: { readonly name: 'params' };
        readonly init: Expression;
      };
    },
  ];
}

/**
 * What gives a script its `params` on a server that does not take them with a query, which is InfluxDB OSS 2.x.
 *
 * @param floats names of parameters that the script needs as floats: JSON does not tell 1 from 1.0
 * @throws Error for null, which Flux has no literal for
 */
export function externFile(params: JsonObject, floats: ReadonlySet<string> = new Set()): ExternFile {
  const properties = Object.entries(params).map(([name, value]) => {
    const isFloat = typeof value === 'number' && floats.has(name);
    return property(name, isFloat ? number(value, true) : expression(value, name));
  });
  const init: Expression = { type: 'ObjectExpression', properties };
  const assignment = { type: 'VariableAssignment', id: { name: 'params' }, init } as const;
  return { type: 'File', package: null, imports: [], body: [{ type: 'OptionStatement', assignment }] };
}

function property(name: string, value: Expression): Property {
  return { type: 'Property', key: { type: 'StringLiteral', value: name }, value };
}

/** @param name the parameter that the value belongs to */
function expression(value: JsonValue, name: string): Expression {
  switch (typeof value) {
    case 'string':
      return { type: 'StringLiteral', value };
    case 'number':
      return number(value, !Number.isSafeInteger(value));
    case 'boolean':
      return { type: 'Identifier', name: String(value) };
    default:
      if (value === null) {
        throw new Error(`${name}: InfluxDB OSS takes no null as a parameter's value. Type another value.`);
      }
      if (isList(value)) {
        return { type: 'ArrayExpression', elements: value.map((item) => expression(item, name)) };
      }
      return {
        type: 'ObjectExpression',
        properties: Object.entries(value).map(([key, item]) => property(key, expression(item, name))),
      };
  }
}

function number(value: number, isFloat: boolean): Expression {
  if (value < 0) return { type: 'UnaryExpression', operator: '-', argument: number(-value, isFloat) };
  return isFloat ? { type: 'FloatLiteral', value } : { type: 'IntegerLiteral', value: String(value) };
}

function isList(value: readonly JsonValue[] | JsonObject): value is readonly JsonValue[] {
  return Array.isArray(value);
}
