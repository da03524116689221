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

/** Runs tasks and keeps what became of it. */
export class TaskRunner {
  readonly #runs: RunStore;
  readonly #perform: Perform;
  readonly #running = new Map<string, { readonly taskID: string; readonly stop: AbortController }>();
  readonly #endings = new Set<Promise<void>>();

  constructor(runs: RunStore, perform: Perform) {
    this.#runs = runs;
    this.#perform = perform;
  }

  isRunning(taskID: string): boolean {
    return [...this.#running.values()].some((running) => running.taskID === taskID);
  }

  /** Resolves when the run is on its way. */
  async start(task: Task, { scheduledFor, requested = false }: RunRequest): Promise<TaskRun> {
    const run = await this.#runs.add({
      taskID: task.id,
      scheduledFor: new Date(scheduledFor).toISOString(),
      ...(requested && { requestedAt: new Date().toISOString() }),
    });
    const stop = new AbortController();
    this.#running.set(run.id, { taskID: task.id, stop });
    // Only the disk can refuse here; what happened is still in memory and goes with the next change.
    const ended = this.#work(task, run, stop.signal)
      .catch(() => undefined)
      .finally(() => {
        this.#running.delete(run.id);
        this.#endings.delete(ended);
      });
    this.#endings.add(ended);
    return run;
  }

  /** False for a run that is through. */
  cancel(runID: string): boolean {
    const running = this.#running.get(runID);
    running?.stop.abort();
    return running !== undefined;
  }

  cancelAll(taskID?: string): void {
    for (const running of this.#running.values()) {
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
  }
}
