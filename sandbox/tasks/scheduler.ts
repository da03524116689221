import type { Task } from '../../client/src/influx/types.ts';
import { type Due, nextRun } from './schedule.ts';
import type { TaskRunner } from './taskRunner.ts';

/** The longest time that a timer is set for; Node takes no more than 24 days. */
const longestWaitMs = 3_600_000;

/** How many runs in a row may be late; behind them the schedule goes on from the present. */
const mostLate = 10;

interface Planned extends Due {
  /** The schedule that it was worked out from. */
  readonly schedule: string;
  /** How many runs before it were late too. */
  readonly late: number;
}

/**
 * Starts tasks when they are due. What is due while the task still runs waits for its end, a few at most; what was due
 * while the sandbox did not run, or the task was inactive, is not made up for: a server of InfluxDB that starts counts
 * from then as well (`NotifyCoordinatorOfExisting` in github.com/influxdata/influxdb).
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
    runner.onEnd = (taskID) => {
      if (!this.#closed && this.#planned.has(taskID)) this.#tick();
    };
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
    if (this.#closed) return;
    clearTimeout(this.#timer);
    // What runs calls for itself when it has ended.
    const waiting = [...this.#planned].filter(([id]) => !this.#runner.isRunning(id));
    const next = Math.min(...waiting.map(([, { at }]) => at));
    if (!Number.isFinite(next)) return;
    const delay = Math.max(0, Math.min(next - Date.now(), longestWaitMs));
    this.#timer = setTimeout(() => this.#tick(), delay).unref();
  }

  #tick(): void {
    const now = Date.now();
    for (const task of this.#tasks()) {
      const due = this.#planned.get(task.id);
      if (!due || due.at > now || this.#runner.isRunning(task.id)) continue;
      const next = following(task, due, now);
      if (next) this.#planned.set(task.id, next);
      else this.#planned.delete(task.id);
      // A run that could not be written down does not run, and does not end either.
      this.#runner.start(task, due).catch(() => this.#wait());
    }
    this.#wait();
  }
}

function plan(task: Task, after: number, late = 0): Planned | undefined {
  const due = nextRun(task, after);
  return due && { ...due, schedule: scheduleOf(task), late };
}

function following(task: Task, due: Planned, now: number): Planned | undefined {
  const next = plan(task, due.at);
  if (!next || next.at > now) return next;
  return due.late + 1 < mostLate ? { ...next, late: due.late + 1 } : plan(task, now);
}

function scheduleOf({ every, cron, offset }: Task): string {
  return JSON.stringify([every, cron, offset]);
}
