import type { StoredScript } from '../influx/scripts.ts';
import { type Base, type BaseStore, baseOf } from './base.ts';
import { isCurrent, type LocalVersion } from './differences.ts';
import { fileNameFor } from './fileName.ts';
import {
  emptyManifest,
  entryForFile,
  formatManifest,
  type Manifest,
  type ManifestEntry,
  manifestFile,
  parseManifest,
  withEntry,
  withoutFile,
} from './manifest.ts';
import { type ScriptState, statusOf } from './status.ts';

/** Files below a folder; paths are relative to it, with forward slashes. VS Code has one implementation, Node another. */
export interface Files {
  /** What tells this folder apart from others, for the bases: its URI or path. */
  readonly id: string;
  /** @returns undefined when there is no such file */
  read(path: string): Promise<string | undefined>;
  write(path: string, text: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** Names of the files and folders that lie directly in it, or in the folder of this path, which must exist. */
  names(path?: string): Promise<string[]>;
}

const readTogether = 100;

/**
 * A folder whose files hold scripts: its manifest, and against one connection the versions that its files began as.
 */
export class ScriptFolder {
  readonly files: Files;
  readonly #bases: BaseStore;
  readonly #connection: string;

  /** @param connection what tells servers and organizations apart */
  constructor(files: Files, bases: BaseStore, connection: string) {
    this.files = files;
    this.#bases = bases;
    this.#connection = connection;
  }

  /** @throws Error when it cannot be read, saying what to do */
  async manifest(): Promise<Manifest> {
    const text = await this.files.read(manifestFile);
    return text === undefined ? emptyManifest : parseManifest(text);
  }

  base(file: string): Base | undefined {
    return this.#bases.get(this.#connection, this.#holder(file));
  }

  /** The file, other than `file`, that holds the script of this ID. */
  async holder(id: string, file?: string): Promise<string | undefined> {
    const { scripts } = await this.manifest();
    return scripts.find((entry) => entry.file !== file && this.base(entry.file)?.id === id)?.file;
  }

  /** The file that a script belongs to, by the version it began as or else by name. */
  async fileOf({ id, name }: { readonly id: string; readonly name: string }): Promise<string | undefined> {
    const { scripts } = await this.manifest();
    const known = scripts.find((entry) => this.base(entry.file)?.id === id);
    return (known ?? scripts.find((entry) => entry.name === name))?.file;
  }

  /** The script as it is here; undefined when its file is missing. */
  async local({ file, name, description }: ManifestEntry): Promise<LocalVersion | undefined> {
    const text = await this.files.read(file);
    if (text === undefined) return undefined;
    return { text, name, ...(description !== undefined && { description }) };
  }

  /**
   * How every script stands that is here or there, by name.
   * @param remotes all scripts of the connection, as its list answers them
   */
  async states(remotes: readonly StoredScript[]): Promise<ScriptState[]> {
    const { scripts } = await this.manifest();
    const byId = new Map(remotes.map((script) => [script.id, script]));
    const byName = new Map(remotes.map((script) => [script.name, script]));
    const matched = new Set<string>();
    const states: ScriptState[] = [];
    // Not one after the other: a store may take its time for each, and all at once are one write.
    const remembered: Promise<void>[] = [];
    // A script that was renamed there keeps its ID; one that was made again has another.
    const known = scripts.map((entry) => ({ entry, base: this.base(entry.file) }));
    const remoteOf = new Map<string, StoredScript>();
    const exactly = ({ entry, base }: (typeof known)[number]) =>
      byId.get(base?.id ?? '')?.name === entry.name;
    for (const { entry, base } of known.toSorted((a, b) => Number(exactly(b)) - Number(exactly(a)))) {
      const remote = base && byId.get(base.id);
      if (!remote || matched.has(remote.id)) continue;
      remoteOf.set(entry.file, remote);
      matched.add(remote.id);
    }
    const locals = await this.#locals(scripts);
    for (const { entry, base } of known) {
      let remote = remoteOf.get(entry.file);
      if (!remote) {
        const named = byName.get(entry.name);
        if (named && !matched.has(named.id)) remote = named;
        if (remote) matched.add(remote.id);
      }
      const local = locals.get(entry);
      // Neither here nor there: what the manifest says of it is out of date, and nobody loses anything.
      if (!local && !remote) continue;
      const own = base && (remote ? base.id === remote.id : !byId.has(base.id)) ? base : undefined;
      // Another file has come to hold that script.
      if (base && !own && byId.has(base.id)) remembered.push(this.setBase(entry.file, undefined));
      const facts = {
        file: entry.file,
        ...(local && { local }),
        ...(own && { base: own }),
        ...(remote && { remote }),
      };
      const status = statusOf(facts);
      // Both sides came to the same by themselves, or what they began as was lost.
      if (status === 'inSync' && remote && !(own && isCurrent(own, remote))) {
        remembered.push(this.setBase(entry.file, baseOf(remote)));
        states.push({ name: entry.name, status, ...facts, base: baseOf(remote) });
      } else {
        states.push({ name: entry.name, status, ...facts });
      }
    }
    for (const remote of remotes) {
      if (!matched.has(remote.id)) states.push({ name: remote.name, status: 'onlyThere', remote });
    }
    await Promise.all(remembered);
    return states.sort((a, b) => a.name.localeCompare(b.name));
  }

  /** Notes that a file holds this version of a script, and what the manifest is to say of it. */
  async remember(entry: ManifestEntry, base: Base): Promise<void> {
    await this.note(entry);
    await this.setBase(entry.file, base);
  }

  /** Notes what the manifest is to say of a file. */
  async note(entry: ManifestEntry): Promise<void> {
    await this.#edit((manifest) => {
      const old = manifest.scripts.find(({ file }) => file === entry.file);
      const same = old?.name === entry.name && old.description === entry.description;
      return same ? manifest : withEntry(manifest, { ...old, ...entry });
    });
  }

  /** Notes that a file was pushed as this version; what the manifest says of the file already is not ours to change. */
  async pushed(entry: ManifestEntry, base: Base): Promise<void> {
    if (!entryForFile(await this.manifest(), entry.file)) await this.note(entry);
    await this.setBase(entry.file, base);
  }

  async setBase(file: string, base: Base | undefined): Promise<void> {
    await this.#bases.set(this.#connection, this.#holder(file), base);
  }

  /** Forgets which script a file holds; the file itself stays. */
  async forget(file: string): Promise<void> {
    await this.#edit((manifest) => withoutFile(manifest, file));
    await this.setBase(file, undefined);
  }

  /**
   * A path for a new file of a script: its name is safe on every system, and nobody else's.
   * @param into a folder that exists, relative to this one
   */
  async freeFileFor({ name, language }: StoredScript, into = ''): Promise<string> {
    const { scripts } = await this.manifest();
    const at = (file: string) => (into === '' ? file : `${into}/${file}`);
    const there = (await this.files.names(into)).map(at);
    const taken = new Set([...there, ...scripts.map(({ file }) => file)].map(fold));
    return at(fileNameFor(name, language, (candidate) => taken.has(fold(at(candidate)))));
  }

  /** Many at a time, since a file system may be far away; not all, since open files are limited. */
  async #locals(entries: readonly ManifestEntry[]): Promise<Map<ManifestEntry, LocalVersion | undefined>> {
    const locals = new Map<ManifestEntry, LocalVersion | undefined>();
    for (let from = 0; from < entries.length; from += readTogether) {
      const some = entries.slice(from, from + readTogether);
      const read = await Promise.all(some.map((entry) => this.local(entry)));
      for (const [index, entry] of some.entries()) locals.set(entry, read[index]);
    }
    return locals;
  }

  async #edit(change: (manifest: Manifest) => Manifest): Promise<void> {
    const before = await this.manifest();
    const after = change(before);
    if (after !== before) await this.files.write(manifestFile, formatManifest(after));
  }

  #holder(file: string): string {
    return `${this.files.id}/${file}`;
  }
}

/** Some file systems tell neither case nor forms of Unicode apart. */
function fold(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
