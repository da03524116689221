import { randomUUID } from 'node:crypto';
import type { JsonValue } from '../influx/types.ts';
import { type Inputs, isSecret } from '../params/inputs.ts';
import type { RunOutcome } from '../results/run.ts';
import type { KeyValueStore } from '../sync/base.ts';

/** A value of a run. One that suggests a secret, or is very long, is not kept: only its name is. */
export interface RunValue {
  readonly name: string;
  /** As a person typed it: `-7d`. */
  readonly typed?: string;
  /** As it travelled. */
  readonly sent?: JsonValue;
}

/** A run that is over, as far as it is kept. */
export interface RunRecord {
  readonly id: string;
  readonly script: RunScript;
  /** The connection's name. */
  readonly connection: string;
  readonly values: readonly RunValue[];
  /** When it began, in milliseconds since 1970. */
  readonly started: number;
  /** How long it took, in milliseconds. */
  readonly ms: number;
  readonly rows: number;
  readonly outcome: RunOutcome['kind'];
  /** Why it failed or is incomplete; empty otherwise. */
  readonly message: string;
}

/** What ran. */
export interface RunScript {
  readonly name: string;
  /** Whether it was what the server has, or a text from an editor. */
  readonly source: 'server' | 'draft';
  /** On the server. */
  readonly id?: string;
  /** When the server's version was made, RFC 3339. */
  readonly updatedAt?: string;
  /** The URI of the text that ran, or of the editor that the run was started from. */
  readonly document?: string;
}

/** A run as those who start it know it. */
export interface RunIdentity {
  readonly script: RunScript;
  /** The connection's name. */
  readonly connection: string;
  /** What was typed. */
  readonly inputs: Inputs;
  /** What was sent. */
  readonly params: Readonly<Record<string, JsonValue>>;
}

const key = 'runs';
const most = 100;
const longestMessage = 1000;
/** Of a value as JSON, in characters. */
const longestValue = 4000;

/** The runs of a workspace, the newest first; the oldest go when there are more than a hundred. */
export class RunHistory {
  readonly #store: KeyValueStore;
  readonly #listeners = new Set<() => void>();
  #runs: readonly RunRecord[];

  constructor(store: KeyValueStore) {
    this.#store = store;
    this.#runs = store.get<readonly RunRecord[]>(key) ?? [];
  }

  get runs(): readonly RunRecord[] {
    return this.#runs;
  }

  find(id: string): RunRecord | undefined {
    return this.#runs.find((run) => run.id === id);
  }

  async add(run: Omit<RunRecord, 'id'>): Promise<RunRecord> {
    const record = { ...run, id: randomUUID(), message: run.message.slice(0, longestMessage) };
    await this.#set([record, ...this.#runs].slice(0, most));
    return record;
  }

  async remove(ids: ReadonlySet<string>): Promise<void> {
    await this.#set(this.#runs.filter(({ id }) => !ids.has(id)));
  }

  async clear(): Promise<void> {
    await this.#set([]);
  }

  /** Calls the listener after each change; returns the function that ends it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #set(runs: readonly RunRecord[]): Promise<void> {
    this.#runs = runs;
    for (const listener of this.#listeners) listener();
    await this.#store.update(key, runs);
  }
}

/** The values of a run as they may be kept. */
export function valuesOf({ inputs, params }: Pick<RunIdentity, 'inputs' | 'params'>): RunValue[] {
  return Object.entries(params).map(([name, sent]) => {
    const typed = Object.hasOwn(inputs, name) ? inputs[name] : undefined;
    const length = Math.max(typed?.length ?? 0, JSON.stringify(sent).length);
    if (isSecret(name) || length > longestValue) return { name };
    return { name, sent, ...(typed !== undefined && { typed }) };
  });
}

/** What was typed for a run; without those that were not kept. */
export function inputsOf({ values }: RunRecord): Inputs {
  return Object.fromEntries(
    values.flatMap(({ name, typed, sent }) => {
      const input = typed ?? (typeof sent === 'string' ? sent : JSON.stringify(sent));
      return input === undefined ? [] : [[name, input]];
    }),
  );
}

/** The JSON that was sent; without what was not kept. */
export function paramsOf({ values }: RunRecord): Readonly<Record<string, JsonValue>> {
  return Object.fromEntries(values.flatMap(({ name, sent }) => (sent === undefined ? [] : [[name, sent]])));
}
