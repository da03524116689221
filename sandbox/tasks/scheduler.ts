import type { Task } from '../../client/src/influx/types.ts';
import { type Due, nextRun } from './schedule.ts';
import type { TaskRunner } from './taskRunner.ts';

/** The longest time that a timer is set for; Node takes no more than 24 days. */
const longestWaitMs = 3_600_000;

interface Planned extends Due {
  /** The schedule that it was worked out from. */
  readonly schedule: string;
}

/**
 * Starts tasks when they are due. What was due while the sandbox did not run, or while the task still ran, is not made
 * up for.
 */
export class Scheduler {
  readonly #tasks: () => readonly Task[];
  readonly #runner: TaskRunner;
  #planned = new Map<string, Planned>();
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(tasks: () => readonly Task[], runner: TaskRunner) {
    this.#tasks = tasks;
    this.#runner = runner;
  }

  /** To be called whenever tasks have changed. */
  refresh(): void {
    if (this.#closed) return;
    const planned = new Map<string, Planned>();
    for (const task of this.#tasks()) {
      if (task.status === 'inactive') continue;
      const known = this.#planned.get(task.id);
      const next = known?.schedule === scheduleOf(task) ? known : plan(task, Date.now());
      if (next) planned.set(task.id, next);
    }
    this.#planned = planned;
    this.#wait();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #wait(): void {
    clearTimeout(this.#timer);
    const next = Math.min(...[...this.#planned.values()].map(({ at }) => at));
    if (!Number.isFinite(next)) return;
    const delay = Math.max(0, Math.min(next - Date.now(), longestWaitMs));
    this.#timer = setTimeout(() => this.#tick(), delay).unref();
  }

  #tick(): void {
    const now = Date.now();
    for (const task of this.#tasks()) {
      const due = this.#planned.get(task.id);
      if (!due || due.at > now) continue;
      const next = plan(task, Math.max(now, due.at));
      if (next) this.#planned.set(task.id, next);
      else this.#planned.delete(task.id);
      if (!this.#runner.isRunning(task.id)) this.#runner.start(task, due).catch(() => undefined);
    }
    this.#wait();
  }
}

function plan(task: Task, after: number): Planned | undefined {
  const due = nextRun(task, after);
  return due && { ...due, schedule: scheduleOf(task) };
}

function scheduleOf({ every, cron, offset }: Task): string {
  return JSON.stringify([every, cron, offset]);
}
