/**
 * The syntax tree of a Flux script as our own parser reads it: the compiler's node types and field names
 * (influxdata/flux, libflux/flux-core/src/ast), with UTF-16 offsets in place of byte columns, and a type on every node.
 */

interface Base {
  /** UTF-16 offsets; `end` is behind the last character. */
  readonly start: number;
  readonly end: number;
}

export interface File extends Base {
  readonly type: 'File';
  readonly package: PackageClause | null;
  readonly imports: readonly ImportDeclaration[];
  readonly body: readonly Statement[];
}
export interface PackageClause extends Base {
  readonly type: 'PackageClause';
  readonly name: Identifier;
}
export interface ImportDeclaration extends Base {
  readonly type: 'ImportDeclaration';
  readonly as: Identifier | null;
  readonly path: StringLiteral;
}

export type Statement =
  | ExpressionStatement
  | VariableAssignment
  | OptionStatement
  | ReturnStatement
  | TestCaseStatement
  | BuiltinStatement
  | BadStatement;

export interface ExpressionStatement extends Base {
  readonly type: 'ExpressionStatement';
  readonly expression: Expression;
}
export interface VariableAssignment extends Base {
  readonly type: 'VariableAssignment';
  readonly id: Identifier;
  readonly init: Expression;
}
export interface MemberAssignment extends Base {
  readonly type: 'MemberAssignment';
  readonly member: MemberExpression;
  readonly init: Expression;
}
export interface OptionStatement extends Base {
  readonly type: 'OptionStatement';
  readonly assignment: VariableAssignment | MemberAssignment;
}
export interface ReturnStatement extends Base {
  readonly type: 'ReturnStatement';
  readonly argument: Expression;
}
export interface TestCaseStatement extends Base {
  readonly type: 'TestCaseStatement';
  readonly id: Identifier;
  readonly extends: StringLiteral | null;
  readonly block: Block;
}
export interface BuiltinStatement extends Base {
  readonly type: 'BuiltinStatement';
  readonly id: Identifier;
}
export interface BadStatement extends Base {
  readonly type: 'BadStatement';
}
export interface Block extends Base {
  readonly type: 'Block';
  readonly body: readonly Statement[];
}

export type Expression =
  | Identifier
  | ArrayExpression
  | DictExpression
  | FunctionExpression
  | LogicalExpression
  | ObjectExpression
  | MemberExpression
  | IndexExpression
  | BinaryExpression
  | UnaryExpression
  | PipeExpression
  | CallExpression
  | ConditionalExpression
  | StringExpression
  | ParenExpression
  | IntegerLiteral
  | FloatLiteral
  | StringLiteral
  | DurationLiteral
  | DateTimeLiteral
  | RegexpLiteral
  | PipeLiteral
  | BadExpression;

/** `true` and `false` are identifiers, too. An empty name is one that is missing. */
export interface Identifier extends Base {
  readonly type: 'Identifier';
  readonly name: string;
}
export interface ArrayExpression extends Base {
  readonly type: 'ArrayExpression';
  readonly elements: readonly Expression[];
}
export interface DictExpression extends Base {
  readonly type: 'DictExpression';
  readonly elements: readonly DictItem[];
}
export interface DictItem extends Base {
  readonly type: 'DictItem';
  readonly key: Expression;
  readonly val: Expression;
}
export interface FunctionExpression extends Base {
  readonly type: 'FunctionExpression';
  /** A default stands in `value`; a pipe parameter's is a PipeLiteral. */
  readonly params: readonly Property[];
  readonly body: Block | Expression;
}
export interface LogicalExpression extends Base {
  readonly type: 'LogicalExpression';
  readonly operator: 'and' | 'or';
  readonly left: Expression;
  readonly right: Expression;
}
export interface BinaryExpression extends Base {
  readonly type: 'BinaryExpression';
  readonly operator: string;
  readonly left: Expression;
  readonly right: Expression;
}
export interface UnaryExpression extends Base {
  readonly type: 'UnaryExpression';
  readonly operator: '-' | '+' | 'not' | 'exists';
  readonly argument: Expression;
}
export interface ObjectExpression extends Base {
  readonly type: 'ObjectExpression';
  /** `{source with …}`: the record that is extended. */
  readonly with: Identifier | null;
  readonly properties: readonly Property[];
}
export interface Property extends Base {
  readonly type: 'Property';
  readonly key: Identifier | StringLiteral;
  /** Absent in the short form `{a, b}`. */
  readonly value: Expression | null;
}
export interface MemberExpression extends Base {
  readonly type: 'MemberExpression';
  readonly object: Expression;
  /** A string's is the bracket form, `r["a b"]`. */
  readonly property: Identifier | StringLiteral;
}
export interface IndexExpression extends Base {
  readonly type: 'IndexExpression';
  readonly array: Expression;
  readonly index: Expression;
}
export interface PipeExpression extends Base {
  readonly type: 'PipeExpression';
  readonly argument: Expression;
  /** Anything but a call is an error, or is being typed. */
  readonly call: Expression;
}
export interface CallExpression extends Base {
  readonly type: 'CallExpression';
  readonly callee: Expression;
  /** What stands between the parentheses, without them. */
  readonly arguments: ObjectExpression;
}
export interface ConditionalExpression extends Base {
  readonly type: 'ConditionalExpression';
  readonly test: Expression;
  readonly consequent: Expression;
  readonly alternate: Expression;
}
export interface StringExpression extends Base {
  readonly type: 'StringExpression';
  readonly parts: readonly (TextPart | InterpolatedPart)[];
}
export interface TextPart extends Base {
  readonly type: 'TextPart';
  readonly value: string;
}
export interface InterpolatedPart extends Base {
  readonly type: 'InterpolatedPart';
  readonly expression: Expression;
}
export interface ParenExpression extends Base {
  readonly type: 'ParenExpression';
  readonly expression: Expression;
}
export interface IntegerLiteral extends Base {
  readonly type: 'IntegerLiteral';
  /** Decimal text: 64 bits do not fit a JavaScript number. */
  readonly value: string;
}
export interface FloatLiteral extends Base {
  readonly type: 'FloatLiteral';
  readonly value: string;
}
export interface StringLiteral extends Base {
  readonly type: 'StringLiteral';
  readonly value: string;
}
export interface DurationLiteral extends Base {
  readonly type: 'DurationLiteral';
  readonly value: string;
}
export interface DateTimeLiteral extends Base {
  readonly type: 'DateTimeLiteral';
  readonly value: string;
}
export interface RegexpLiteral extends Base {
  readonly type: 'RegexpLiteral';
  /** With its slashes. */
  readonly value: string;
}
export interface PipeLiteral extends Base {
  readonly type: 'PipeLiteral';
}
/** An expression that is missing, or is none. */
export interface BadExpression extends Base {
  readonly type: 'BadExpression';
  /** Behind the blanks of the line: up to there it may be about to be typed. */
  readonly reach: number;
}

export type Node =
  | File
  | PackageClause
  | ImportDeclaration
  | Statement
  | MemberAssignment
  | Block
  | Expression
  | DictItem
  | Property
  | TextPart
  | InterpolatedPart;

/** The name that an identifier or a string stands for, as a record's key. */
export function keyName(key: Identifier | StringLiteral): string {
  return key.type === 'Identifier' ? key.name : key.value;
}
