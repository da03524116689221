/**
 * The Flux AST as the compiler gives it (influxdata/flux, libflux/flux-core/src/ast). Positions count from 1, columns in
 * UTF-8 bytes. `errors` stands on any node that the parser could not read whole.
 */

export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface SourceLocation {
  readonly start: Position;
  readonly end: Position;
  readonly source?: string;
}

export interface Comment {
  readonly text: string;
}

interface Base {
  readonly location: SourceLocation;
  readonly errors?: readonly { readonly msg: string }[];
  /** Comments before the node. */
  readonly comments?: readonly Comment[];
}

export interface File extends Base {
  readonly type: 'File';
  readonly name?: string;
  readonly package: PackageClause | null;
  readonly imports: readonly ImportDeclaration[] | null;
  readonly body: readonly Statement[];
  /** Comments at the end of the file. */
  readonly eof?: readonly Comment[];
}

export interface PackageClause extends Base {
  readonly name: Identifier;
}

export interface ImportDeclaration extends Base {
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
  readonly extends?: StringLiteral | null;
  readonly block: Block;
}
export interface BuiltinStatement extends Base {
  readonly type: 'BuiltinStatement';
  readonly id: Identifier;
}
export interface BadStatement extends Base {
  readonly type: 'BadStatement';
  readonly text: string;
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
  | UnsignedIntegerLiteral
  | FloatLiteral
  | StringLiteral
  | DurationLiteral
  | BooleanLiteral
  | DateTimeLiteral
  | RegexpLiteral
  | PipeLiteral
  | LabelLiteral
  | BadExpression;

/** As a property's key or a declared name it comes without `type`. */
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
  readonly elements: readonly { readonly key: Expression; readonly val: Expression }[];
}
export interface FunctionExpression extends Base {
  readonly type: 'FunctionExpression';
  /** Parameters; a default stands in `value`, a pipe parameter's is a PipeLiteral. */
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
  /** `{with …}`: the record that is extended. */
  readonly with?: { readonly source: Identifier } | Identifier | null;
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
  /** Without `type`. */
  readonly call: CallExpression;
}
export interface CallExpression extends Base {
  readonly type: 'CallExpression';
  readonly callee: Expression;
  /** One ObjectExpression, or none. */
  readonly arguments?: readonly Expression[];
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
export interface UnsignedIntegerLiteral extends Base {
  readonly type: 'UnsignedIntegerLiteral';
  readonly value: string;
}
export interface FloatLiteral extends Base {
  readonly type: 'FloatLiteral';
  readonly value: number;
}
export interface StringLiteral extends Base {
  readonly type: 'StringLiteral';
  readonly value: string;
}
export interface DurationLiteral extends Base {
  readonly type: 'DurationLiteral';
  readonly values: readonly { readonly magnitude: number; readonly unit: string }[];
}
export interface BooleanLiteral extends Base {
  readonly type: 'BooleanLiteral';
  readonly value: boolean;
}
export interface DateTimeLiteral extends Base {
  readonly type: 'DateTimeLiteral';
  readonly value: string;
}
export interface RegexpLiteral extends Base {
  readonly type: 'RegexpLiteral';
  readonly value: string;
}
export interface PipeLiteral extends Base {
  readonly type: 'PipeLiteral';
}
export interface LabelLiteral extends Base {
  readonly type: 'LabelLiteral';
  readonly value: string;
}
export interface BadExpression extends Base {
  readonly type: 'BadExpression';
  readonly text: string;
}

export type Node = Expression | Statement | MemberAssignment | Block | Property | TextPart | InterpolatedPart;
