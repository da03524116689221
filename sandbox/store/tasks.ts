import { join } from 'node:path';
import type { Task } from '../../client/src/influx/types.ts';
import { Clock } from './clock.ts';
import { JsonFile } from './jsonFile.ts';
import { newID } from './scripts.ts';

export type StoredTask = Task &
  Required<Pick<Task, 'description' | 'status' | 'createdAt' | 'updatedAt'>> & {
    /** Whose rights it runs with: who made it. Without one it is the sandbox's own token. */
    readonly authorizationID?: string;
  };

/** What of a task is given, not made here. */
export type TaskFields = Omit<StoredTask, 'id' | 'orgID' | 'authorizationID' | 'createdAt' | 'updatedAt'>;

/** The tasks in the order in which they were made; durable when there is a folder. Their names need not be unique. */
export class TaskStore {
  readonly #tasks: Map<string, StoredTask>;
  readonly #file: JsonFile<readonly StoredTask[]> | undefined;
  readonly #clock: Clock;
  readonly #orgID: string;

  private constructor(
    orgID: string,
    file: JsonFile<readonly StoredTask[]> | undefined,
    known: readonly StoredTask[],
  ) {
    this.#orgID = orgID;
    this.#file = file;
    this.#tasks = new Map(known.map((task) => [task.id, task]));
    this.#clock = new Clock(known.map((task) => task.updatedAt));
  }

  static async open(orgID: string, folder?: string): Promise<TaskStore> {
    if (folder === undefined) return new TaskStore(orgID, undefined, []);
    const file = new JsonFile<readonly StoredTask[]>(join(folder, 'tasks.json'));
    return new TaskStore(orgID, file, (await file.read()) ?? []);
  }

  list(): readonly StoredTask[] {
    return [...this.#tasks.values()];
  }
  find(id: string): StoredTask | undefined {
    return this.#tasks.get(id);
  }

  async create(fields: TaskFields, authorizationID?: string): Promise<StoredTask> {
    const now = this.#clock.next();
    const made = {
      id: newID(),
      orgID: this.#orgID,
      ...(authorizationID !== undefined && { authorizationID }),
      ...fields,
      createdAt: now,
      updatedAt: now,
    };
    this.#tasks.set(made.id, made);
    await this.#save();
    return made;
  }

  async replace(task: StoredTask, fields: TaskFields): Promise<StoredTask> {
    const { id, orgID, authorizationID, createdAt } = task;
    const changed = {
      id,
      orgID,
      ...(authorizationID !== undefined && { authorizationID }),
      ...fields,
      createdAt,
      updatedAt: this.#clock.next(),
    };
    this.#tasks.set(id, changed);
    await this.#save();
    return changed;
  }

  async delete(id: string): Promise<void> {
    if (this.#tasks.delete(id)) await this.#save();
  }

  async #save(): Promise<void> {
    await this.#file?.write(() => this.list());
  }
}
