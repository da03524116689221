import { readFileSync } from 'node:fs';
import { type FluxType, type FunctionType, parseType } from './types.ts';

/** The standard library as the build takes it from the compiler: each type as printed, on one line. */
export interface Catalogue {
  /** By import path. */
  readonly packages: Readonly<
    Record<string, { readonly name: string; readonly members: Readonly<Record<string, string>> }>
  >;
  /** What is known without an import. */
  readonly universe: Readonly<Record<string, string>>;
}

export interface Package {
  /** What an import says. */
  readonly path: string;
  /** What code calls it that imports it without an alias. */
  readonly name: string;
  readonly members: ReadonlyMap<string, Member>;
}

/** A function or value of the standard library. */
export class Member {
  readonly name: string;
  /** Of the package that it belongs to; a builtin's too. */
  readonly path: string;
  /** Its type, on one line, with its constraints. */
  readonly printed: string;
  #type: FluxType | undefined;

  constructor(name: string, path: string, printed: string) {
    this.name = name;
    this.path = path;
    this.printed = printed;
  }

  get type(): FluxType {
    this.#type ??= parseType(this.printed);
    return this.#type;
  }

  /** Its type, when it is a function. */
  get signature(): FunctionType | undefined {
    return this.type.kind === 'function' ? this.type : undefined;
  }
}

/** Flux's standard library. Types are read when they are first asked for. */
export class Library {
  /** By path. */
  readonly packages: ReadonlyMap<string, Package>;
  /** What is known without an import, by name. */
  readonly builtins: ReadonlyMap<string, Member>;

  constructor(catalogue: Catalogue) {
    this.packages = new Map(
      Object.entries(catalogue.packages).map(([path, { name, members }]) => [
        path,
        { path, name, members: membersOf(members, () => path) },
      ]),
    );
    this.builtins = membersOf(catalogue.universe, (name) => this.#home(name));
  }

  /** The paths of the packages that code calls by a name, the likeliest first. */
  packagesNamed(name: string): string[] {
    const named = [...this.packages.values()].filter((each) => each.name === name).map(({ path }) => path);
    return named.sort(
      (a, b) =>
        Number(isContributed(a)) - Number(isContributed(b)) || a.length - b.length || a.localeCompare(b),
    );
  }

  member(path: string, name: string): Member | undefined {
    return this.packages.get(path)?.members.get(name);
  }

  builtin(name: string): Member | undefined {
    return this.builtins.get(name);
  }

  /**
   * The page that documents a function, else its package: only what is a function and public has one of its own.
   * Undefined for a package that is not of the library.
   * @param path a package's, or `universe` for what needs no import
   */
  documentationUrl(path: string, name?: string): string | undefined {
    if (!this.packages.has(path)) return undefined;
    const builtin = path === 'universe' && name !== undefined ? this.builtin(name) : undefined;
    const member = builtin ?? (name === undefined ? undefined : this.member(path, name));
    const base = `https://docs.influxdata.com/flux/v0/stdlib/${(member?.path ?? path).toLowerCase()}/`;
    if (!member?.signature || member.name.startsWith('_')) return base;
    return `${base}${pageOf(member)}/`;
  }

  /** Some of what needs no import is of another package than `universe`, which documents it: `from`, `to`, `buckets`. */
  #home(name: string): string {
    const paths = ['universe', 'influxdata/influxdb'];
    return paths.find((path) => this.member(path, name)) ?? 'universe';
  }
}

/** @throws Error when the file cannot be read, SyntaxError when it is no JSON */
export function loadLibrary(file: string): Library {
  return new Library(JSON.parse(readFileSync(file, 'utf8')) as Catalogue);
}

function membersOf(
  types: Readonly<Record<string, string>>,
  pathOf: (name: string) => string,
): Map<string, Member> {
  return new Map(
    Object.entries(types).map(([name, printed]) => [name, new Member(name, pathOf(name), printed)]),
  );
}

function isContributed(path: string): boolean {
  return path.startsWith('contrib/');
}

/** A page cannot be called `index`: to its web server that is the folder's own. */
function pageOf({ path, name }: Member): string {
  return path === 'strings' && name === 'index' ? 'index-fn' : name.toLowerCase();
}
