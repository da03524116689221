/** A type as the compiler infers it. */
export type FluxType =
  | BasicType
  | VariableType
  | ContainerType
  | DictionaryType
  | RecordType
  | FunctionType
  | UnknownType;

const basicNames = [
  'bool',
  'bytes',
  'duration',
  'dynamic',
  'float',
  'int',
  'regexp',
  'string',
  'time',
  'uint',
] as const;
/** What is printed before the bracket of what holds several of a type. */
const containers = { array: '', stream: 'stream', vector: 'v' } as const;

export interface BasicType {
  readonly kind: 'basic';
  readonly name: (typeof basicNames)[number];
}

/** A type that is still open: `A`, `t27`, `#X`. */
export interface VariableType {
  readonly kind: 'variable';
  readonly name: string;
}

export interface ContainerType {
  readonly kind: 'array' | 'stream' | 'vector';
  readonly element: FluxType;
}

export interface DictionaryType {
  readonly kind: 'dictionary';
  readonly key: FluxType;
  readonly value: FluxType;
}

export interface RecordType {
  readonly kind: 'record';
  /** The variable that stands for the properties which are not known: `A` of `{A with x: int}`. */
  readonly extends?: string;
  /** A name may come twice: the first hides the second. */
  readonly properties: readonly { readonly name: string; readonly type: FluxType }[];
}

export interface FunctionType {
  readonly kind: 'function';
  readonly parameters: readonly FunctionParameter[];
  readonly result: FluxType;
}

export interface FunctionParameter {
  /** Empty for a piped parameter that has no name. */
  readonly name: string;
  readonly type: FluxType;
  readonly optional: boolean;
  /** Whether `|>` feeds it. */
  readonly pipe: boolean;
}

/** What could not be read, as it was printed. */
export interface UnknownType {
  readonly kind: 'unknown';
  readonly text: string;
}

/** Deeper than any type that a person can read, and shallow enough for the stack. */
const depthLimit = 200;

/** Reads a type as the compiler prints it, on one line or several; its `where` clause may follow. Never throws. */
export function parseType(printed: string): FluxType {
  return readPrinted(printed).type;
}

/** What the `where` clause of a printed type asks of its variables: `A` → `Comparable`, `Equatable`. */
export function constraintsOf(printed: string): Map<string, string[]> {
  const { clause } = readPrinted(printed);
  const found = new Map<string, string[]>();
  for (const part of clause.split(',')) {
    const [variable = '', asked = ''] = part.split(':');
    const names = asked.split('+').map((name) => name.trim());
    if (variable.trim() !== '') found.set(variable.trim(), names.filter(Boolean));
  }
  return found;
}

/** Prints a type on one line, as the compiler would. */
export function formatType(type: FluxType): string {
  switch (type.kind) {
    case 'basic':
    case 'variable':
      return type.name;
    case 'array':
    case 'stream':
    case 'vector':
      return `${containers[type.kind]}[${formatType(type.element)}]`;
    case 'dictionary':
      return `[${formatType(type.key)}:${formatType(type.value)}]`;
    case 'record': {
      const properties = type.properties.map((property) => `${property.name}: ${formatType(property.type)}`);
      return `{${type.extends === undefined ? '' : `${type.extends} with `}${properties.join(', ')}}`;
    }
    case 'function': {
      const parameters = type.parameters.map((each) => `${formatName(each)}: ${formatType(each.type)}`);
      return `(${parameters.join(', ')}) => ${formatType(type.result)}`;
    }
    case 'unknown':
      return type.text;
    default:
      return type satisfies never;
  }
}

/** A function's signature on one line, and where each parameter stands in it (`[start, end)`, in UTF-16 units). */
export interface Signature {
  readonly label: string;
  readonly parameters: readonly { readonly name: string; readonly label: [start: number, end: number] }[];
}

/** `limit(<-tables, n: int, ?offset: int)`: the type of what is piped in says little, and is left out. */
export function formatSignature(name: string, { parameters }: FunctionType): Signature {
  let label = `${name}(`;
  const placed = parameters.map((parameter, index) => {
    if (index > 0) label += ', ';
    const start = label.length;
    label += formatName(parameter);
    if (!parameter.pipe) label += `: ${formatType(parameter.type)}`;
    return { name: parameter.name, label: [start, label.length] as [number, number] };
  });
  return { label: `${label})`, parameters: placed };
}

function formatName({ name, optional, pipe }: FunctionParameter): string {
  return `${pipe ? '<-' : ''}${optional ? '?' : ''}${name}`;
}

function readPrinted(printed: string): { type: FluxType; clause: string } {
  const reader = new Reader(printed);
  const type = reader.type(0);
  const [all, clause = ''] = /^\s*(?:where\s(.*))?$/s.exec(reader.rest()) ?? [];
  if (type === undefined || all === undefined) {
    return { type: { kind: 'unknown', text: printed }, clause: '' };
  }
  return { type, clause };
}

/** Goes through a printed type once. Each reading method returns undefined where its kind does not stand. */
class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  rest(): string {
    return this.#text.slice(this.#at);
  }

  type(depth: number): FluxType | undefined {
    if (depth > depthLimit) return undefined;
    if (this.#take('[')) return this.#bracketed(depth + 1);
    if (this.#take('{')) return this.#record(depth + 1);
    if (this.#take('(')) return this.#function(depth + 1);
    const name = this.#match(/#?\w+/y);
    if (name === undefined) return undefined;
    if (name === containers.stream) return this.#held('stream', depth + 1);
    if (name === containers.vector) return this.#held('vector', depth + 1);
    const basic = basicNames.find((each) => each === name);
    if (basic !== undefined) return { kind: 'basic', name: basic };
    return /^(#\w+|[A-Z]\w*|t\d+)$/.test(name) ? { kind: 'variable', name } : undefined;
  }

  #held(kind: 'stream' | 'vector', depth: number): FluxType | undefined {
    const element = this.#take('[') ? this.type(depth) : undefined;
    return element && this.#take(']') ? { kind, element } : undefined;
  }

  /** An array or a dictionary. */
  #bracketed(depth: number): FluxType | undefined {
    const element = this.type(depth);
    if (element === undefined) return undefined;
    if (this.#take(']')) return { kind: 'array', element };
    const value = this.#take(':') ? this.type(depth) : undefined;
    return value && this.#take(']') ? { kind: 'dictionary', key: element, value } : undefined;
  }

  #record(depth: number): FluxType | undefined {
    const open = this.#match(/(#?\w+)\s+with\s/y);
    const extended = open === undefined ? {} : { extends: open.replace(/\s+with\s$/, '') };
    const properties: { name: string; type: FluxType }[] = [];
    while (!this.#take('}')) {
      const name = this.#label();
      const type = name === undefined ? undefined : this.type(depth);
      if (name === undefined || type === undefined) return undefined;
      properties.push({ name, type });
      if (!this.#take(',') && !this.#sees('}')) return undefined;
    }
    return { kind: 'record', ...extended, properties };
  }

  #function(depth: number): FluxType | undefined {
    const parameters: FunctionParameter[] = [];
    while (!this.#take(')')) {
      const pipe = this.#take('<-');
      const optional = this.#take('?');
      const name = this.#match(/[^\s:,()]*/y) ?? '';
      const type = this.#take(':') ? this.type(depth) : undefined;
      if (type === undefined) return undefined;
      parameters.push({ name, type, optional, pipe });
      if (!this.#take(',') && !this.#sees(')')) return undefined;
    }
    const result = this.#take('=>') ? this.type(depth) : undefined;
    return result && { kind: 'function', parameters, result };
  }

  /** A column's name stands there without quotes, whatever is in it: only the colon and the blank end it. */
  #label(): string | undefined {
    this.#skipBlanks();
    const end = this.#text.indexOf(': ', this.#at);
    if (end < 0) return undefined;
    const label = this.#text.slice(this.#at, end);
    this.#at = end + 1;
    return label;
  }

  #sees(sign: string): boolean {
    this.#skipBlanks();
    return this.#text.startsWith(sign, this.#at);
  }

  #take(sign: string): boolean {
    const there = this.#sees(sign);
    if (there) this.#at += sign.length;
    return there;
  }

  /** @param pattern a sticky one */
  #match(pattern: RegExp): string | undefined {
    this.#skipBlanks();
    pattern.lastIndex = this.#at;
    const [found] = pattern.exec(this.#text) ?? [];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #skipBlanks(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at += 1;
  }
}
