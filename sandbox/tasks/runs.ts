import { join } from 'node:path';
import { JsonFile } from '../store/jsonFile.ts';
import { newID } from '../store/scripts.ts';

export type RunStatus = 'scheduled' | 'started' | 'success' | 'failed' | 'canceled';

/** One run of a task; times in RFC 3339. */
export interface TaskRun {
  readonly id: string;
  readonly taskID: string;
  readonly status: RunStatus;
  /** What `now()` answers in it. */
  readonly scheduledFor: string;
  readonly requestedAt?: string;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  readonly log: readonly RunEvent[];
}
export interface RunEvent {
  readonly runID: string;
  readonly time: string;
  readonly message: string;
}

/** How many runs of a task are kept. */
const mostKept = 100;

/** The last runs of each task, the newest first; durable when there is a folder. */
export class RunStore {
  readonly #runs: Map<string, readonly TaskRun[]>;
  readonly #file: JsonFile<readonly TaskRun[]> | undefined;

  private constructor(file: JsonFile<readonly TaskRun[]> | undefined, known: readonly TaskRun[]) {
    this.#file = file;
    this.#runs = new Map();
    for (const run of known) this.#runs.set(run.taskID, [...this.of(run.taskID), interrupted(run)]);
  }

  static async open(folder?: string): Promise<RunStore> {
    if (folder === undefined) return new RunStore(undefined, []);
    const file = new JsonFile<readonly TaskRun[]>(join(folder, 'runs.json'));
    return new RunStore(file, (await file.read()) ?? []);
  }

  of(taskID: string): readonly TaskRun[] {
    return this.#runs.get(taskID) ?? [];
  }
  find(taskID: string, id: string): TaskRun | undefined {
    return this.of(taskID).find((run) => run.id === id);
  }

  async add(fields: Pick<TaskRun, 'taskID' | 'scheduledFor' | 'requestedAt'>): Promise<TaskRun> {
    const run: TaskRun = { id: newID(), status: 'scheduled', ...fields, log: [] };
    this.#runs.set(run.taskID, [run, ...this.of(run.taskID)].slice(0, mostKept));
    await this.#save();
    return run;
  }

  /** Changes a run and writes a line in its log. A run that is no longer kept is left alone. */
  async change(
    { id, taskID }: TaskRun,
    fields: Pick<Partial<TaskRun>, 'status' | 'startedAt' | 'finishedAt'>,
    message: string,
  ): Promise<void> {
    const event = { runID: id, time: new Date().toISOString(), message };
    const changed = this.of(taskID).map((run) =>
      run.id === id ? { ...run, ...fields, log: [...run.log, event] } : run,
    );
    if (changed.length > 0) this.#runs.set(taskID, changed);
    await this.#save();
  }

  async forget(taskID: string): Promise<void> {
    if (this.#runs.delete(taskID)) await this.#save();
  }

  async #save(): Promise<void> {
    await this.#file?.write(() => [...this.#runs.values()].flat());
  }
}

/** A run that was on its way when the sandbox ended. */
function interrupted(run: TaskRun): TaskRun {
  if (run.status !== 'scheduled' && run.status !== 'started') return run;
  const event = {
    runID: run.id,
    time: new Date().toISOString(),
    message: 'The sandbox ended before the run did.',
  };
  return { ...run, status: 'failed', log: [...run.log, event] };
}
