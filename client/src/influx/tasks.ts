import type { Http } from './http.ts';
import type { Task, TasksResponse } from './types.ts';

/** The most that one request brings. */
const pageSize = 100;

/** `/api/v2/tasks` (https://docs.influxdata.com/influxdb/cloud/api/v2/#tag/Tasks). */
export class TasksApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * The tasks that run a script.
   * @throws InfluxError; `notFound` from a server that has no tasks
   */
  async ofScript(scriptID: string, signal?: AbortSignal): Promise<Task[]> {
    const tasks = new Map<string, Task>();
    for (let after: string | undefined; ; ) {
      const page = await this.#page(scriptID, after, signal);
      const before = tasks.size;
      for (const task of page) tasks.set(task.id, task);
      after = page.at(-1)?.id;
      // A server that does not know `after` answers with the same page for ever; one that does not know `scriptID`
      // answers with every task.
      if (page.length < pageSize || tasks.size === before) {
        return [...tasks.values()].filter((task) => task.scriptID === scriptID);
      }
    }
  }

  async #page(
    scriptID: string,
    after: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<readonly Task[]> {
    const query = { scriptID, limit: pageSize, after };
    const request = { method: 'GET', path: '/api/v2/tasks', query, signal } as const;
    const { tasks = [] } = await this.#http.json<Partial<TasksResponse>>(request);
    if (Array.isArray(tasks) && tasks.every(isTask)) return tasks;
    throw this.#http.error({ ...request, code: 'notInflux', detail: 'its answer holds no tasks' });
  }
}

function isTask(value: unknown): value is Task {
  const { id, name } = (value ?? {}) as Record<string, unknown>;
  return typeof id === 'string' && typeof name === 'string';
}
