import * as vscode from 'vscode';
import type { Connection } from '../connections/profile.ts';
import { type Inputs, withoutSecrets } from '../params/inputs.ts';
import type { KeyValueStore } from '../sync/base.ts';

/** A store that can be asked what it holds. */
export interface ListedStore extends KeyValueStore {
  keys(): readonly string[];
}

const prefix = 'inputs ';

/** What was typed the last time, by script and connection. Secrets are not kept. */
export class LastValues {
  readonly #store: ListedStore;

  constructor(store: ListedStore) {
    this.#store = store;
  }

  /** @param script its ID, or what else tells it from others on that connection */
  of(connection: Connection, script: string): Inputs {
    return this.#store.get<Inputs>(keyOf(connection, script)) ?? {};
  }

  async remember(connection: Connection, script: string, inputs: Inputs): Promise<void> {
    await this.#store.update(keyOf(connection, script), withoutSecrets(inputs));
  }

  async forget(connection: Connection, script: string): Promise<void> {
    await this.#store.update(keyOf(connection, script), undefined);
  }

  /** @returns how many scripts had values */
  async clear(): Promise<number> {
    const keys = this.#store.keys().filter((key) => key.startsWith(prefix));
    for (const key of keys) await this.#store.update(key, undefined);
    return keys.length;
  }
}

/** Forgets what was typed for all scripts. */
export async function clearLastValues(values: LastValues): Promise<void> {
  const count = await values.clear();
  const scripts = count === 1 ? 'one script' : `${count} scripts`;
  void vscode.window.showInformationMessage(
    count === 0
      ? 'No values are remembered in this workspace.'
      : `The last values of ${scripts} are forgotten. Forms begin with the documented defaults again.`,
  );
}

function keyOf({ url }: Connection, script: string): string {
  return `${prefix}${url} ${script}`;
}
