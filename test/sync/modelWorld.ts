import { InfluxClient } from '../../client/src/influx/client.ts';
import type { ScriptsApi, StoredScript } from '../../client/src/influx/scripts.ts';
import { apply, create, type Outcome, pull, push } from '../../client/src/sync/apply.ts';
import { BaseStore, mergedBase } from '../../client/src/sync/base.ts';
import { ScriptFolder } from '../../client/src/sync/folder.ts';
import { type ManifestEntry, manifestFile } from '../../client/src/sync/manifest.ts';
import type { PlanItem } from '../../client/src/sync/plan.ts';
import type { ScriptState, SyncStatus } from '../../client/src/sync/status.ts';
import { MemoryFiles, MemoryStore } from './memoryFiles.ts';
import type { Fault, FaultProxy } from './modelFaults.ts';
import {
  type Agreed,
  agreedOf,
  equal,
  expect,
  fields,
  line,
  reason,
  same,
  sameMap,
  type Version,
} from './modelValues.ts';

/** One connection: a server, and what the model knows of it. */
export interface Side {
  readonly label: string;
  readonly url: string;
  readonly token: string;
  readonly scripts: ScriptsApi;
  readonly proxy: FaultProxy;
}

interface Known {
  readonly side: Side;
  readonly folder: ScriptFolder;
  there: ReadonlyMap<string, StoredScript>;
  readonly agreed: Map<string, Agreed>;
}

/** How everything stood when somebody looked; it may be out of date when it is used. */
export interface View {
  readonly side: number;
  readonly states: readonly ScriptState[];
  readonly agreed: ReadonlyMap<string, Agreed>;
}

export type Direction = 'push' | 'pull';
export interface Choice {
  /** The server's version, or the text here, that somebody has seen and wants replaced. */
  readonly remote?: StoredScript;
  readonly text?: string;
  /** A script that is gone from the server is to be made again. */
  readonly again?: boolean;
}

/**
 * One folder against two servers, through the real engine, with a model beside it: where each text is, and what both
 * sides had last in common. After each operation of the engine everything that has changed is looked at: a value may be
 * replaced only by somebody who had seen it, which the model knows by what was in common, or by a choice that names it.
 */
export class World {
  readonly prefix: string;
  readonly files: MemoryFiles;
  readonly store = new MemoryStore();
  readonly known: readonly Known[];

  constructor(prefix: string, sides: readonly Side[]) {
    this.prefix = prefix;
    this.files = new MemoryFiles(`memory:/${prefix}`);
    const bases = new BaseStore(this.store);
    this.known = sides.map((side) => ({
      side,
      folder: new ScriptFolder(this.files, bases, side.label),
      there: new Map(),
      agreed: new Map(),
    }));
  }

  at(side: number): Known {
    return this.known[side] as Known;
  }

  entries(): readonly ManifestEntry[] {
    const text = this.files.texts.get(manifestFile);
    const { scripts } = JSON.parse(text ?? '{"scripts":[]}') as { scripts: ManifestEntry[] };
    return scripts.sort((a, b) => (a.file < b.file ? -1 : 1));
  }

  setEntries(scripts: readonly ManifestEntry[]): void {
    this.files.texts.set(manifestFile, JSON.stringify({ scripts }));
  }

  entry(file: string): ManifestEntry | undefined {
    return this.entries().find((entry) => entry.file === file);
  }

  /** The server's scripts, as another client sees them. */
  async list(side: number): Promise<ReadonlyMap<string, StoredScript>> {
    const all = await this.at(side).side.scripts.list();
    return new Map(
      all.filter(({ name }) => name.startsWith(this.prefix)).map((script) => [script.id, script]),
    );
  }

  /**
   * Looks how everything stands, and compares it with how the model says it does.
   * @param options.listed nothing has happened since the scripts were listed last
   */
  async view(side: number, { listed = false } = {}): Promise<View> {
    const known = this.at(side);
    const remotes = listed ? known.there : await this.list(side);
    expect(listed || sameMap(remotes, known.there), 'the server has changed by itself');
    const states = await known.folder.states([...remotes.values()]);
    const told = states.map(({ status, name, file, remote }) => line(status, name, file, remote?.id));
    const own = this.expected(side).map(({ status, name, file, remote }) =>
      line(status, name, file, remote?.id),
    );
    expect(
      same(told.sort(), own.sort()),
      `statuses are\n  ${told.join('\n  ')}\nthe model says\n  ${own.join('\n  ')}`,
    );
    for (const { status, file, remote } of this.expected(side)) {
      if (status === 'inSync' && file !== undefined && remote) known.agreed.set(file, agreedOf(remote));
    }
    // A script lies in one file.
    for (const { file, remote } of this.expected(side)) {
      const last = known.agreed.get(file ?? '');
      if (file !== undefined && last && last.id !== remote?.id && known.there.has(last.id))
        known.agreed.delete(file);
    }
    return { side, states, agreed: new Map(known.agreed) };
  }

  /** How everything stands by the model. */
  expected(side: number): { status: SyncStatus; name: string; file?: string; remote?: StoredScript }[] {
    const { there, agreed } = this.at(side);
    const left = new Map(there);
    const entries = this.entries();
    const own = new Map<string, StoredScript>();
    const take = (entry: ManifestEntry, script: StoredScript | undefined) => {
      if (!script) return;
      own.set(entry.file, script);
      left.delete(script.id);
    };
    for (const exactly of [true, false]) {
      for (const entry of entries) {
        const script = left.get(agreed.get(entry.file)?.id ?? '');
        if (script && (!exactly || script.name === entry.name)) take(entry, script);
      }
    }
    for (const entry of entries) {
      if (!own.has(entry.file))
        take(
          entry,
          [...left.values()].find(({ name }) => name === entry.name),
        );
    }
    const found: ReturnType<World['expected']> = [];
    for (const entry of entries) {
      const { file, name } = entry;
      const remote = own.get(file);
      const last = agreed.get(file);
      const began = remote ? last?.id === remote.id : last && !there.has(last.id);
      const text = this.files.texts.get(file);
      if (text === undefined && !remote) continue;
      const status = this.#status(entry, text, began ? last : undefined, remote);
      found.push({ status, name, file, ...(remote && { remote }) });
    }
    for (const remote of left.values()) found.push({ status: 'onlyThere', name: remote.name, remote });
    return found;
  }

  #status(
    entry: ManifestEntry,
    text: string | undefined,
    began: Agreed | undefined,
    remote: StoredScript | undefined,
  ): SyncStatus {
    if (text === undefined) return began ? 'deletedHere' : 'onlyThere';
    if (!remote) return began ? 'deletedThere' : 'onlyHere';
    const ours: Version = { ...entry, text };
    const theirs = agreedOf(remote);
    const moved = { here: false, there: false };
    for (const field of fields) {
      if (ours[field] === undefined || equal(ours[field], theirs[field])) continue;
      if (!began || !equal(ours[field], began[field])) moved.here = true;
      if (!began || !equal(theirs[field], began[field])) moved.there = true;
    }
    if (moved.here && moved.there) return 'conflict';
    return moved.here ? 'modifiedHere' : moved.there ? 'modifiedThere' : 'inSync';
  }

  /** Somebody has merged the server's version into a file, as the merge editor does, and can push what came of it. */
  async merged(side: number, file: string, remote: StoredScript, text: string): Promise<void> {
    const { folder, agreed } = this.at(side);
    const { id, name, script } = remote;
    this.files.texts.set(file, text);
    await folder.setBase(file, mergedBase(folder.base(file), remote));
    const last = agreed.get(file) ?? { name, description: '' };
    agreed.set(file, { ...last, id, text: script });
  }

  /**
   * One script through the engine, a second time when that is finished, with everything looked at in between.
   * @returns what became of it
   */
  async one(
    direction: Direction,
    view: View,
    state: ScriptState,
    choice: Choice = {},
    { fault, twice = true }: { readonly fault?: Fault | undefined; readonly twice?: boolean } = {},
  ): Promise<Outcome> {
    const outcome = await this.#checked(direction, view, state, choice, fault);
    if (outcome.kind !== 'done' || fault || !twice) return outcome;
    const before = this.#snapshot(view.side);
    const again = await this.#checked(direction, view, state, choice);
    const after = this.#snapshot(view.side);
    const did = again.kind === 'done' ? again.did : `${again.kind} ${reason(again)}`;
    expect(did === 'nothing', `done, and run again it says: ${did}`);
    expect(
      sameMap(before.files, after.files) && sameMap(before.there, after.there),
      'run again it changes something',
    );
    expect(same([...before.bases], [...after.bases]), 'run again it changes the base');
    return outcome;
  }

  /** Several scripts as a plan says, through the engine's own `apply`. */
  async all(
    direction: Direction,
    view: View,
    items: readonly PlanItem[],
    options: { readonly fault?: Fault; readonly signal?: AbortSignal } = {},
  ): Promise<Outcome[]> {
    const wrong: unknown[] = [];
    const applied = await apply(
      items,
      async ({ state }) => {
        let outcome: Outcome;
        try {
          outcome = await this.#checked(direction, view, state, {}, options.fault);
        } catch (error) {
          wrong.push(error);
          throw error;
        }
        if (outcome.kind === 'failed') throw outcome.error;
        return outcome;
      },
      options.signal ? { signal: options.signal } : {},
    );
    if (wrong.length > 0) throw wrong[0];
    return applied.map(({ outcome }) => outcome);
  }

  async #checked(
    direction: Direction,
    view: View,
    state: ScriptState,
    choice: Choice,
    fault?: Fault,
  ): Promise<Outcome> {
    const known = this.at(view.side);
    const before = this.#snapshot(view.side);
    const outcome = await this.#run(direction, known, state, choice, fault);
    known.there = await this.list(view.side);
    const after = this.#snapshot(view.side);
    if (direction === 'push') this.#checkPush(view, state, choice, outcome, before, after);
    else this.#checkPull(view, state, choice, outcome, before, after);
    if (outcome.kind === 'conflict' || outcome.kind === 'notBegun') {
      expect(sameMap(before.files, after.files), 'a conflict, and files have changed');
      expect(sameMap(before.there, after.there), 'a conflict, and the server has changed');
    }
    this.#agree(view.side, state, outcome, direction);
    return outcome;
  }

  async #run(
    direction: Direction,
    { side, folder }: Known,
    state: ScriptState,
    choice: Choice,
    fault: Fault | undefined,
  ): Promise<Outcome> {
    const client =
      fault && new InfluxClient({ name: side.label, url: side.proxy.with(fault), token: () => side.token });
    const scripts = client?.scripts ?? side.scripts;
    const signal = fault?.cancel.signal;
    if (fault?.kind === 'diskFull') {
      let left = fault.at;
      this.files.refused = () => left-- === 0;
    }
    try {
      if (choice.again && state.local && state.file !== undefined) {
        const { text, ...rest } = state.local;
        return await create(folder, scripts, { file: state.file, name: state.name, ...rest }, text, signal);
      }
      return direction === 'push'
        ? await push(folder, scripts, state, {
            ...(choice.remote && { overwrite: choice.remote }),
            ...(signal && { signal }),
          })
        : await pull(folder, scripts, state, {
            ...(choice.text !== undefined && { overwrite: choice.text }),
            ...(signal && { signal }),
          });
    } catch (error) {
      return { kind: 'failed', error };
    } finally {
      this.files.refused = undefined;
      await client?.close();
    }
  }

  /** A push may change one script there, and only what was seen of it. */
  #checkPush(
    view: View,
    state: ScriptState,
    { remote: named }: Choice,
    outcome: Outcome,
    before: Snapshot,
    after: Snapshot,
  ): void {
    const file = state.file ?? '';
    const seen = [view.agreed.get(file), this.at(view.side).agreed.get(file), named && agreedOf(named)];
    for (const [path, text] of before.files) {
      if (path !== manifestFile) expect(after.files.get(path) === text, `a push has changed ${path}`);
    }
    const kept = before.entries.filter((entry) => entry.file !== file || this.entry(file));
    expect(same(this.entries(), kept), 'a push has changed what the manifest says');
    expect(kept.length === before.entries.length || !state.local, 'a push has dropped the entry of its file');
    let changes = 0;
    for (const id of new Set([...before.there.keys(), ...after.there.keys()])) {
      const old = before.there.get(id);
      const now = after.there.get(id);
      if (old && now && same(old, now)) continue;
      changes++;
      if (old && !now) {
        expect(state.local === undefined && !before.files.has(file), `a push has deleted “${old.name}”`);
        expect(
          seen.some((last) => last?.id === id && equal(last.text, old.script)),
          `a push has deleted a text of “${old.name}” that nobody here has seen`,
        );
      }
      if (!old && now) {
        expect(
          now.name === state.local?.name && now.script === state.local.text,
          'a push has made something else',
        );
      }
      if (!old || !now) continue;
      for (const field of fields) {
        const was = agreedOf(old)[field];
        const is = agreedOf(now)[field];
        if (was === is) continue;
        expect(
          seen.some((last) => last?.id === id && equal(last[field], was)),
          `a push has replaced the ${field} ${JSON.stringify(was)}, which nobody here has seen`,
        );
        expect(equal(is, state.local?.[field] ?? ''), `a push has written another ${field}`);
      }
    }
    expect(changes <= 1, 'a push has changed several scripts');
    if (outcome.kind !== 'done') return;
    expect(
      (outcome.did !== 'nothing') === changes > 0 || outcome.note !== undefined,
      `a push says ${outcome.did}, and changed ${changes}`,
    );
    if (outcome.did === 'deleted' || !state.local) return;
    const id = this.#target(view.side, state, named, outcome.did !== 'updated');
    const now = after.there.get(id ?? '');
    const local = state.local;
    for (const field of fields) {
      const ours = local[field];
      if (ours === undefined || (now && equal(ours, agreedOf(now)[field]))) continue;
      const moved = seen.some((last) => last !== undefined && equal(ours, last[field]));
      expect(now !== undefined && moved, `a push is done, and the server has another ${field}`);
    }
  }

  /** A pull may change one file and its entry, and only what the server has seen of it. */
  #checkPull(
    view: View,
    state: ScriptState,
    { text: named }: Choice,
    outcome: Outcome,
    before: Snapshot,
    after: Snapshot,
  ): void {
    const oldEntries = before.entries;
    expect(sameMap(before.there, after.there), 'a pull has changed the server');
    const agreed = this.at(view.side).agreed;
    const entries = this.entries();
    const remote = after.there.get(this.#target(view.side, state) ?? '');
    const changed = [...new Set([...before.files.keys(), ...after.files.keys()])].filter(
      (path) => path !== manifestFile && before.files.get(path) !== after.files.get(path),
    );
    expect(changed.length <= 1, `a pull has changed ${changed.join(', ')}`);
    for (const path of changed) {
      const old = before.files.get(path);
      const now = after.files.get(path);
      expect(
        path === state.file ||
          (state.file === undefined && (old === undefined || agreed.get(path)?.id === remote?.id)),
        `a pull has changed ${path}`,
      );
      const seen = [view.agreed.get(path)?.text, agreed.get(path)?.text];
      expect(
        old === undefined || old === named || seen.some((last) => last !== undefined && equal(last, old)),
        `a pull has replaced ${JSON.stringify(old)}, which the server has not seen`,
      );
      expect(
        now === undefined ? !remote : remote !== undefined && equal(now, remote.script),
        'a pull has written something else',
      );
    }
    for (const old of oldEntries) {
      const now = entries.find(({ file }) => file === old.file);
      if (same(old, now)) continue;
      // Of a file that is gone, it may give its name to the file that has it now.
      if (!now && old.name === remote?.name && !before.files.has(old.file)) continue;
      const own = old.file === state.file || agreed.get(old.file)?.id === remote?.id;
      expect(own, `a pull has changed the entry of ${old.file}`);
      if (!now) {
        expect(!remote && !after.files.has(old.file), `a pull has dropped the entry of ${old.file}`);
        continue;
      }
      for (const field of ['name', 'description'] as const) {
        const was = old[field];
        if (was === undefined || equal(was, now[field] ?? '')) continue;
        const seen = [view.agreed.get(old.file)?.[field], agreed.get(old.file)?.[field]];
        const chosen = named !== undefined && named === before.files.get(old.file);
        const missing = !before.files.has(old.file);
        expect(
          chosen || missing || seen.some((last) => last !== undefined && equal(last, was)),
          `a pull has replaced the ${field} ${JSON.stringify(was)}, which the server has not seen`,
        );
      }
    }
    if (outcome.kind !== 'done') return;
    // Of what is neither here nor there any more, the entry goes too.
    const others = oldEntries.filter(({ file }) => file !== state.file);
    const tidied = !remote && same(others, entries);
    expect(
      (outcome.did !== 'nothing') === (changed.length > 0 || !(same(oldEntries, entries) || tidied)),
      `a pull says ${outcome.did}, and has changed ${changed.length} files`,
    );
    if (!remote) return;
    const entry =
      entries.find(({ file }) => agreed.get(file)?.id === remote.id || file === (state.file ?? changed[0])) ??
      entries.find(({ name }) => name === remote.name);
    expect(
      entry?.name === remote.name && equal(this.files.texts.get(entry.file) ?? '', remote.script),
      'a pull is done, and the file has another text',
    );
  }

  /** The server's script that an operation is about. */
  #target(
    side: number,
    { file, local, base, remote }: ScriptState,
    named?: StoredScript,
    again = false,
  ): string | undefined {
    const { there, agreed } = this.at(side);
    const ids = [named?.id, remote?.id, agreed.get(file ?? '')?.id, base?.id].filter(
      (id) => id !== undefined,
    );
    const found = ids.find((id) => there.has(id));
    if (found !== undefined || (ids.length > 0 && !again)) return found;
    return [...there.values()].find(({ name }) => name === local?.name)?.id;
  }

  /** What both sides have in common after an operation. */
  #agree(side: number, state: ScriptState, outcome: Outcome, direction: Direction): void {
    if (direction === 'push' && state.file === undefined) return;
    const { there, agreed, folder } = this.at(side);
    const file =
      state.file ??
      this.entries().find(({ file }) => {
        const base = folder.base(file);
        return base !== undefined && base.id === state.remote?.id;
      })?.file;
    if (file === undefined) return;
    const base = folder.base(file);
    const last = agreed.get(file);
    const unchanged = base
      ? last !== undefined &&
        base.id === last.id &&
        fields.every((field) =>
          equal(last[field], agreedOf({ ...base, orgID: '', script: base.text })[field]),
        )
      : last === undefined;
    if (unchanged && (outcome.kind !== 'done' || (direction === 'push' && !state.local))) return;
    if (!base) {
      const gone = outcome.kind === 'done' && !this.entry(file);
      expect(gone || unchanged, `what both sides had in common of ${file} is forgotten`);
      agreed.delete(file);
      return;
    }
    expect(unchanged || this.files.texts.has(file), `${file} is not here, and counts as deleted here`);
    const remote = there.get(base.id);
    if (!remote) {
      expect(unchanged, `the base of ${file} is a script that nobody has`);
      return;
    }
    const entry = this.entry(file);
    const text = direction === 'push' ? state.local?.text : this.files.texts.get(file);
    const ours: Partial<Version> =
      direction === 'push' ? { ...state.local } : { ...entry, ...(text !== undefined && { text }) };
    const theirs = agreedOf(remote);
    const now = { ...theirs };
    for (const field of fields) {
      const own = ours[field];
      if (own !== undefined && !equal(own, theirs[field])) now[field] = own;
    }
    expect(
      fields.every((field) => equal(now[field], agreedOf({ ...base, orgID: '', script: base.text })[field])),
      `the base of ${file} is ${JSON.stringify(base)}; the model says ${JSON.stringify(now)}`,
    );
    agreed.set(file, now);
  }

  #snapshot(side: number): Snapshot {
    return {
      files: new Map(this.files.texts),
      entries: this.entries(),
      there: this.at(side).there,
      bases: [...this.store.values].sort(([a], [b]) => (a < b ? -1 : 1)),
    };
  }
}

interface Snapshot {
  readonly files: ReadonlyMap<string, string>;
  readonly entries: readonly ManifestEntry[];
  readonly there: ReadonlyMap<string, StoredScript>;
  readonly bases: readonly unknown[];
}
