import { join } from 'node:path';
import type { Task } from '../../client/src/influx/types.ts';
import { Clock } from './clock.ts';
import { JsonFile } from './jsonFile.ts';
import { newID } from './scripts.ts';

export type StoredTask = Task & Required<Pick<Task, 'description' | 'status' | 'createdAt' | 'updatedAt'>>;

/** What of a task is given, not made here. */
export type TaskFields = Omit<StoredTask, 'id' | 'orgID' | 'createdAt' | 'updatedAt'>;

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

  async create(fields: TaskFields): Promise<StoredTask> {
    const now = this.#clock.next();
    const made = { id: newID(), orgID: this.#orgID, ...fields, createdAt: now, updatedAt: now };
    this.#tasks.set(made.id, made);
    await this.#save();
    return made;
  }

  async replace(task: StoredTask, fields: TaskFields): Promise<StoredTask> {
    const { id, orgID, createdAt } = task;
    const changed = { id, orgID, ...fields, createdAt, updatedAt: this.#clock.next() };
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
