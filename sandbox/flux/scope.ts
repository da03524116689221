import type { Value } from './values.ts';

/** An expression made ready to run. */
export type Code = (frame: Frame) => Value;

/** The variables of one call; names have become positions. */
export class Frame {
  readonly values: Value[] = [];
  readonly parent: Frame | undefined;
  constructor(parent?: Frame) {
    this.parent = parent;
  }
}

/** An imported package: its supported members. */
export interface ImportedPackage {
  readonly name: string;
  get(member: string): Value | undefined;
  /** Why it does not have a member, to follow its name; empty when there is no reason in particular. */
  reason(member: string): string;
  /** Reads an option, which the script may set while it runs. */
  option(member: string): Code | undefined;
  /** Undefined for what is no option here. */
  setOption(member: string): ((value: Value) => void) | undefined;
}

/** The names that can be seen at a place, and where their values will lie. */
export class Names {
  readonly #slots = new Map<string, number>();
  readonly #parent: Names | undefined;
  readonly #packages = new Map<string, ImportedPackage>();
  readonly #globals: ((name: string) => Value | undefined) | undefined;

  /** `globals` gives the names that need no declaration. */
  constructor(parent?: Names, globals?: (name: string) => Value | undefined) {
    this.#parent = parent;
    this.#globals = globals;
  }

  /** The slot of a new variable, or of the one that it replaces. */
  declare(name: string): number {
    const slot = this.#slots.get(name) ?? this.#slots.size;
    this.#slots.set(name, slot);
    return slot;
  }
  import(name: string, from: ImportedPackage): void {
    this.#packages.set(name, from);
  }
  package(name: string): ImportedPackage | undefined {
    if (this.#slots.has(name)) return undefined;
    return this.#packages.get(name) ?? this.#parent?.package(name);
  }

  read(name: string): Code | undefined {
    let depth = 0;
    for (let names: Names | undefined = this; names; names = names.#parent, depth++) {
      const slot = names.#slots.get(name);
      if (slot !== undefined) return reader(depth, slot);
      const global = names.#globals?.(name);
      if (global !== undefined) return () => global;
    }
    return undefined;
  }
}

function reader(depth: number, slot: number): Code {
  if (depth === 0) return (frame) => frame.values[slot] ?? null;
  if (depth === 1) return (frame) => frame.parent?.values[slot] ?? null;
  return (frame) => {
    let at: Frame | undefined = frame;
    for (let i = 0; i < depth; i++) at = at?.parent;
    return at?.values[slot] ?? null;
  };
}
