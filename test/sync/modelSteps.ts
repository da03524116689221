import type { StoredScript } from '../../client/src/influx/scripts.ts';
import type { Outcome } from '../../client/src/sync/apply.ts';
import { planPull, planPush } from '../../client/src/sync/plan.ts';
import type { ScriptState } from '../../client/src/sync/status.ts';
import type { Fault, FaultKind } from './modelFaults.ts';
import { expect, reason } from './modelValues.ts';
import { type Direction, type Side, type View, World } from './modelWorld.ts';

/** Names that are hard on files and addresses; two differ in case alone. */
const stems = ['a', 'A', 'b/c', '../b:c', 'e\u0301 温度'];
const faultKinds: readonly FaultKind[] = ['refused', 'lost', 'cancelledBefore', 'cancelledAfter', 'diskFull'];

/** One random sequence of what people, other clients and the network do to a few scripts. */
export class Sequence {
  readonly world: World;
  /** What has been done, for who wants to see it again. */
  readonly steps: string[] = [];
  readonly #random: () => number;
  readonly #views: View[] = [];
  #made = 0;
  #settling = false;

  constructor(prefix: string, sides: readonly Side[], random: () => number) {
    this.world = new World(prefix, sides);
    this.#random = random;
  }

  async run(length: number): Promise<void> {
    for (let begun = 0; begun < 3; begun++) await this.#createSomewhere();
    for (let step = 0; step < length; step++) await this.#step();
    await this.#settle();
  }

  /** Takes everything off the servers. */
  async clear(): Promise<void> {
    for (const [side, { side: server }] of this.world.known.entries()) {
      for (const id of (await this.world.list(side)).keys()) await server.scripts.delete(id);
    }
  }

  async #step(): Promise<void> {
    const roll = this.#random();
    if (roll < 0.26) this.#editHere();
    else if (roll < 0.3) await this.#createSomewhere();
    else if (roll < 0.52) await this.#changeThere(this.#side());
    else if (roll < 0.56) this.#loseBases();
    else if (roll < 0.86) await this.#syncOne(this.#side());
    else await this.#syncAll(this.#side());
  }

  // Here

  #editHere(): void {
    const { files } = this.world;
    const entry = this.#pick(this.world.entries());
    if (!entry) {
      this.#createHere();
      return;
    }
    const { file } = entry;
    const text = files.texts.get(file);
    const roll = this.#random();
    if (text === undefined || roll < 0.45) {
      files.texts.set(file, this.#note(`writes ${file}`, this.#text()));
    } else if (roll < 0.6) {
      const other = text.includes('\r\n') ? text.replaceAll('\r\n', '\n') : text.replaceAll('\n', '\r\n');
      files.texts.set(file, other);
      this.#note(`changes the line ends of ${file}`);
    } else if (roll < 0.72) {
      files.texts.delete(file);
      this.#note(`deletes ${file}`);
    } else if (roll < 0.85) {
      const name = this.#name();
      if (this.world.entries().some((other) => other.name === name)) return;
      this.#entry(file, { ...entry, name: this.#note(`renames ${file}`, name) });
    } else if (roll < 0.95) {
      this.#entry(file, {
        ...entry,
        description: this.#note(`describes ${file}`, `description ${this.#made++}`),
      });
    } else {
      const { description, ...rest } = entry;
      this.#entry(file, rest);
      this.#note(`keeps no description of ${file} (${description ?? 'as before'})`);
    }
  }

  #createHere(): void {
    const file = `new-${this.#made++}.flux`;
    const name = this.#name();
    if (this.world.entries().some((entry) => entry.name === name)) return;
    this.#note(`makes ${file}`, name);
    this.world.files.texts.set(file, this.#text());
    const described = this.#random() < 0.4 && { description: `description ${this.#made++}` };
    this.world.setEntries([...this.world.entries(), { file, name, ...described }]);
  }

  #entry(file: string, entry: { file: string; name: string; description?: string }): void {
    this.world.setEntries(this.world.entries().map((old) => (old.file === file ? entry : old)));
  }

  #loseBases(): void {
    const side = this.#side();
    const { folder, agreed, side: server } = this.world.at(side);
    for (const file of [...agreed.keys()]) {
      if (this.#random() < 0.5) continue;
      this.#note(`loses the base of ${file} on ${server.label}`);
      void folder.setBase(file, undefined);
      agreed.delete(file);
    }
  }

  // There

  async #createSomewhere(): Promise<void> {
    if (this.#random() < 0.5) this.#createHere();
    else await this.#createThere(this.#side());
  }

  async #createThere(side: number): Promise<void> {
    const known = this.world.at(side);
    const name = this.#name();
    if ([...known.there.values()].some((script) => script.name === name)) return;
    const language = this.#random() < 0.9 ? 'flux' : 'sql';
    const script = this.#text();
    const made = await known.side.scripts.create({ name, description: 'there', script, language });
    this.#note(`another client makes a script on ${known.side.label}`, name);
    known.there = new Map(known.there).set(made.id, made);
  }

  async #changeThere(side: number, script?: StoredScript): Promise<void> {
    const known = this.world.at(side);
    const old = script ?? this.#pick([...known.there.values()]);
    if (!old) return await this.#createThere(side);
    const roll = this.#random();
    const what = `another client on ${known.side.label}, script “${old.name}”:`;
    if (roll < 0.15) {
      this.#note(`${what} deletes it`);
      await known.side.scripts.delete(old.id);
      const there = new Map(known.there);
      there.delete(old.id);
      known.there = there;
      return;
    }
    const name = this.#name();
    const free = ![...known.there.values()].some((other) => other.name === name);
    const change =
      roll < 0.3 && free
        ? { name }
        : roll < 0.45
          ? { description: `description ${this.#made++}` }
          : roll < 0.55 && old.script.includes('\n')
            ? {
                script: old.script.includes('\r\n')
                  ? old.script.replaceAll('\r\n', '\n')
                  : old.script.replaceAll('\n', '\r\n'),
              }
            : { script: this.#text() };
    this.#note(what, JSON.stringify(change));
    const { script: now } = await known.side.scripts.update(old.id, change);
    known.there = new Map(known.there).set(now.id, now);
  }

  // The engine

  async #syncOne(side: number): Promise<void> {
    const view = await this.#view(side);
    const state = this.#pick(view.states);
    if (!state) return;
    const direction: Direction = this.#random() < 0.5 ? 'push' : 'pull';
    const fault = this.#fault();
    const outcome = await this.#one(direction, view, state, {}, fault);
    if (outcome.kind === 'conflict') await this.#conflict(direction, view, state, outcome);
  }

  async #one(
    direction: Direction,
    view: View,
    state: ScriptState,
    choice: Parameters<World['one']>[3] = {},
    fault?: Fault,
  ): Promise<Outcome> {
    const chosen = Object.keys(choice).join();
    const { label } = this.world.at(view.side).side;
    const what = `${direction} “${state.name}” (${state.file ?? 'no file'}, ${state.status}) on ${label}`;
    const meets = fault ? `, request ${fault.at} ${fault.kind}` : '';
    this.#note(`${what}${chosen && `, choosing ${chosen}`}${meets}`);
    const outcome = await this.world.one(direction, view, state, choice, { fault, twice: !this.#settling });
    this.steps.push(`    ${outcome.kind === 'done' ? outcome.did : reason(outcome)}`);
    return outcome;
  }

  async #conflict(
    direction: Direction,
    view: View,
    state: ScriptState,
    { remote }: Outcome & { kind: 'conflict' },
  ): Promise<void> {
    const roll = this.#random();
    const here = this.world.files.texts.get(state.file ?? '');
    if (roll < 0.3) {
      const again = await this.#one(direction, view, state);
      expect(again.kind === 'conflict', `a conflict, cancelled and tried again, is ${again.kind}`);
    } else if (roll < 0.45 && remote) {
      // Somebody is faster than the choice.
      await this.#changeThere(view.side, remote);
      await this.#one('push', view, state, { remote });
    } else if (roll < 0.7 && remote) {
      await this.#one('push', view, state, { remote });
    } else if (roll < 0.8 && !remote && direction === 'push' && here !== undefined) {
      await this.#one('push', view, state, { again: true });
    } else if (roll < 0.85 && remote && here !== undefined && state.file !== undefined) {
      const text = this.#note(`merges ${state.file} on ${this.world.at(view.side).side.label}`, this.#text());
      await this.world.merged(view.side, state.file, remote, text);
      const fresh = await this.world.view(view.side);
      const now = fresh.states.find(({ file }) => file === state.file);
      if (now) await this.#one('push', fresh, now);
    } else if (here !== undefined && state.file !== undefined) {
      // Somebody is faster than the choice here, too.
      const late = this.#random() < 0.3;
      if (late) this.world.files.texts.set(state.file, this.#note('writes it meanwhile', this.#text()));
      await this.#one('pull', view, state, { text: here });
    }
  }

  async #syncAll(side: number): Promise<void> {
    const before = this.#views[side];
    const view = await this.#view(side);
    const old = view === before;
    const direction: Direction = this.#random() < 0.5 ? 'push' : 'pull';
    const planOf = direction === 'push' ? planPush : planPull;
    const items = planOf(view.states).filter(({ action }) => action !== 'leave' && this.#random() < 0.8);
    const fault = this.#fault();
    const signal = fault?.cancel.signal;
    this.#note(
      `${direction} all of ${items.map(({ state }) => state.name).join(', ')} on ${this.world.at(side).side.label}${fault ? `, request ${fault.at} ${fault.kind}` : ''}`,
    );
    const outcomes = await this.world.all(direction, view, items, {
      ...(fault && { fault }),
      ...(signal && { signal }),
    });
    this.steps.push(
      `    ${outcomes.map((outcome) => (outcome.kind === 'done' ? outcome.did : reason(outcome))).join(', ')}`,
    );
    if (fault || old) return;
    const again = await this.world.view(side, { listed: true });
    for (const { action, state: left } of planOf(again.states)) {
      const index = items.findIndex(({ state }) => state.file !== undefined && state.file === left.file);
      const done = outcomes[index]?.kind === 'done';
      expect(!done || action === 'leave', `${direction} all has done “${left.name}”, and now: ${action}`);
    }
  }

  /** A fresh look at everything, or one that is out of date. */
  async #view(side: number): Promise<View> {
    const old = this.#views[side];
    if (old && this.#random() < 0.25) {
      this.#note('works with what it saw before');
      return old;
    }
    const view = await this.world.view(side, { listed: this.#random() < 0.5 });
    this.#views[side] = view;
    return view;
  }

  /** Resolves everything, on both servers, as people would: then everything is in sync. */
  async #settle(): Promise<void> {
    this.steps.push('everything is resolved');
    this.#settling = true;
    for (let round = 0; round < 12; round++) {
      let calm = true;
      for (const side of this.world.known.keys()) calm = (await this.#settleSide(side, round > 3)) && calm;
      if (!calm) continue;
      // The last word is the servers'.
      for (const side of this.world.known.keys()) await this.world.view(side);
      return;
    }
    expect(false, 'it does not come to an end');
  }

  /** @returns whether there was nothing to do */
  async #settleSide(side: number, oursWins: boolean): Promise<boolean> {
    const { states } = await this.world.view(side, { listed: true });
    const open = states.filter(({ status }) => status !== 'inSync');
    for (const { name, file } of open) {
      const view = await this.world.view(side, { listed: true });
      const state = view.states.find(
        (now) => now.status !== 'inSync' && (file === undefined ? now.name === name : now.file === file),
      );
      if (!state) continue;
      const outcome = await this.#resolve(view, state, oursWins || this.#random() < 0.6);
      if (outcome.kind === 'done') continue;
      // What is in the way is a name that two scripts want: a person gives one of them another.
      const taken = outcome.kind === 'conflict' || /has a script of this name/.test(reason(outcome));
      expect(taken, `resolving “${name}” ends with: ${reason(outcome)}`);
      this.#renameAway(state);
    }
    return open.length === 0;
  }

  async #resolve(view: View, state: ScriptState, ours: boolean): Promise<Outcome> {
    const { status, remote, local } = state;
    const here = local?.text;
    switch (status) {
      case 'onlyHere':
        return await this.#one('push', view, state);
      case 'onlyThere':
        return await this.#one('pull', view, state);
      case 'deletedHere':
        return ours && remote
          ? await this.#one('push', view, state, { remote })
          : await this.#one('pull', view, state);
      case 'deletedThere':
        return ours
          ? await this.#one('push', view, state, { again: true })
          : await this.#one('pull', view, state, { ...(here !== undefined && { text: here }) });
      case 'modifiedHere':
        return await this.#one('push', view, state);
      case 'modifiedThere':
        return await this.#one('pull', view, state);
      default:
        return ours && remote
          ? await this.#one('push', view, state, { remote })
          : await this.#one('pull', view, state, { ...(here !== undefined && { text: here }) });
    }
  }

  #renameAway({ file, remote }: ScriptState): void {
    const wanted = remote?.name;
    const entry = this.world.entries().find((other) => other.file === file || other.name === wanted);
    if (!entry) return;
    const holder =
      this.world.entries().find((other) => other.name === wanted && other.file !== file) ?? entry;
    const name = `${this.world.prefix}moved ${this.#made++}`;
    this.#note(`renames ${holder.file} away`, name);
    this.#entry(holder.file, { ...holder, name });
  }

  // Chance

  #fault(): Fault | undefined {
    if (this.#random() > 0.22) return undefined;
    const kind = this.#pick(faultKinds) ?? 'lost';
    return { kind, at: Math.floor(this.#random() * 3), cancel: new AbortController() };
  }

  #side(): number {
    return Math.floor(this.#random() * this.world.known.length);
  }

  #pick<T>(from: readonly T[]): T | undefined {
    return from[Math.floor(this.#random() * from.length)];
  }

  #name(): string {
    return `${this.world.prefix}${this.#pick(stems)}`;
  }

  /** No two are the same. They differ in what editors and tools like to change. */
  #text(): string {
    const number = this.#made++;
    const end = this.#pick(['\n', '\r\n', '']) ?? '';
    const bom = this.#random() < 0.1 ? '\ufeff' : '';
    return `${bom}// text ${number} e\u0301${end || '\n'}from(bucket: "b")${end}`;
  }

  #note<T>(what: string, value?: T): T {
    this.steps.push(value === undefined ? what : `${what} ${JSON.stringify(value)}`);
    return value as T;
  }
}
