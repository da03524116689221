import type { Task } from '../../client/src/influx/types.ts';
import type { RunStatus, RunStore, TaskRun } from './runs.ts';

/** Runs a task's script to its end. Rejects with what went wrong; an aborted one too. */
export type Perform = (task: Task, run: TaskRun, signal: AbortSignal) => Promise<void>;

export interface RunRequest {
  /** Milliseconds since 1970. */
  readonly scheduledFor: number;
  /** For a run that somebody asked for. */
  readonly requested?: boolean;
}

/** A run that is on its way; its ID is known once it is written down. */
interface Running {
  readonly taskID: string;
  runID?: string;
  readonly stop: AbortController;
}

/** Runs tasks and keeps what became of it. */
export class TaskRunner {
  readonly #runs: RunStore;
  readonly #perform: Perform;
  readonly #record: (run: TaskRun) => Promise<void>;
  readonly #running = new Set<Running>();
  /** Called with the task whenever a run has ended. */
  onEnd: (taskID: string) => void = () => undefined;
  readonly #endings = new Set<Promise<void>>();

  /** `record` is given each run that is through. */
  constructor(
    runs: RunStore,
    perform: Perform,
    record: (run: TaskRun) => Promise<void> = () => Promise.resolve(),
  ) {
    this.#runs = runs;
    this.#perform = perform;
    this.#record = record;
  }

  isRunning(taskID: string): boolean {
    return [...this.#running].some((running) => running.taskID === taskID);
  }

  /** Resolves when the run is on its way. */
  async start(task: Task, { scheduledFor, requested = false }: RunRequest): Promise<TaskRun> {
    const running: Running = { taskID: task.id, stop: new AbortController() };
    this.#running.add(running);
    let run: TaskRun;
    try {
      run = await this.#runs.add({
        taskID: task.id,
        scheduledFor: new Date(scheduledFor).toISOString(),
        ...(requested && { requestedAt: new Date().toISOString() }),
      });
    } catch (error) {
      this.#running.delete(running);
      throw error;
    }
    running.runID = run.id;
    // Only the disk can refuse here; what happened is still in memory and goes with the next change.
    const ended = this.#work(task, run, running.stop.signal)
      .catch(() => undefined)
      .finally(() => {
        this.#running.delete(running);
        this.#endings.delete(ended);
        this.onEnd(task.id);
      });
    this.#endings.add(ended);
    return run;
  }

  /** False for a run that is through. */
  cancel(runID: string): boolean {
    const found = [...this.#running].find((running) => running.runID === runID);
    found?.stop.abort();
    return found !== undefined;
  }

  cancelAll(taskID?: string): void {
    for (const running of this.#running) {
      if (taskID === undefined || running.taskID === taskID) running.stop.abort();
    }
  }

  /** Ends what runs. */
  async close(): Promise<void> {
    this.cancelAll();
    await Promise.allSettled(this.#endings);
  }

  async #work(task: Task, run: TaskRun, signal: AbortSignal): Promise<void> {
    const origin = task.scriptID ? `script ${task.scriptID}` : 'its Flux';
    await this.#runs.change(
      run,
      { status: 'started', startedAt: new Date().toISOString() },
      `Started task from ${origin}`,
    );
    let [status, message]: [RunStatus, string] = ['success', 'Completed(success)'];
    try {
      await this.#perform(task, run, signal);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      [status, message] = signal.aborted ? ['canceled', 'Completed(canceled)'] : ['failed', reason];
    }
    const finished = { status, finishedAt: new Date().toISOString() };
    await this.#runs.change(run, finished, message);
    if (status === 'failed') await this.#runs.change(run, {}, 'Completed(failed)');
    // A task that is gone takes its runs along.
    const through = this.#runs.find(task.id, run.id);
    if (through) await this.#record(through);
  }
}
