import { Positions } from '../../server/src/flux/positions.ts';
import type { File } from '../../server/src/flux/syntax.ts';

/** A syntax tree as the API gives it. */
export interface JsonNode {
  readonly [field: string]: JsonField;
}
type JsonField = string | number | boolean | null | JsonNode | readonly JsonField[];

/**
 * A file's syntax tree in the form of InfluxDB's `POST /api/v2/query/ast`: a package of one file, places from 1 in
 * UTF-8 bytes, literals in their parts.
 */
export function packageOf(file: File, text: string): JsonNode {
  const tree = new Tree(text);
  return {
    type: 'Package',
    package: file.package?.name.name ?? 'main',
    files: [{ metadata: 'parser-type=sandbox', ...tree.node(file as unknown as Fields) }],
  };
}

type Fields = Readonly<Record<string, unknown>> & {
  readonly type: string;
  readonly start: number;
  readonly end: number;
};

class Tree {
  readonly #text: string;
  readonly #positions: Positions;

  constructor(text: string) {
    this.#text = text;
    this.#positions = new Positions(text);
  }

  node({ type, start, end, ...fields }: Fields): JsonNode {
    const location = {
      start: this.#place(start),
      end: this.#place(end),
      source: this.#text.slice(start, end),
    };
    const own = Object.entries(fields).flatMap(([name, value]): [string, JsonField][] =>
      name === 'reach' ? [] : [this.#field(type, name, value)],
    );
    return { type, location, ...Object.fromEntries(own) };
  }

  #field(type: string, name: string, value: unknown): [string, JsonField] {
    if (typeof value === 'string' && name === 'value') {
      if (type === 'FloatLiteral') return [name, Number(value)];
      if (type === 'RegexpLiteral') return [name, value.slice(1, -1).replaceAll('\\/', '/')];
      if (type === 'DurationLiteral') return ['values', partsOf(value)];
    }
    if (type === 'CallExpression' && name === 'arguments') {
      const given = value as Fields & { readonly properties: readonly unknown[]; readonly with: unknown };
      return [name, given.properties.length > 0 || given.with ? [this.node(given)] : []];
    }
    return [name, this.#value(value)];
  }

  #value(value: unknown): JsonField {
    if (Array.isArray(value)) return value.map((item) => this.#value(item));
    if (typeof value === 'object' && value !== null) return this.node(value as Fields);
    return value as string | number | boolean | null;
  }

  #place(offset: number): JsonNode {
    const { line, character } = this.#positions.toCompiler(offset);
    return { line: line + 1, column: character + 1 };
  }
}

/** `1h30m` as its magnitudes and units. */
function partsOf(duration: string): readonly JsonNode[] {
  return [...duration.matchAll(/(\d+)([^\d]+)/g)].map(([, magnitude, unit = '']) => ({
    magnitude: Number(magnitude),
    unit,
  }));
}
