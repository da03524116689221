import { ApiError } from '../http/errors.ts';
import type { ApiRequest } from '../http/request.ts';
import type { Answer, Route } from '../http/router.ts';
import type { StoredTask } from '../store/tasks.ts';
import type { Scheduler } from '../tasks/scheduler.ts';
import type { TaskRunner } from '../tasks/taskRunner.ts';
import { pageOf } from './page.ts';
import { runRoutes } from './runs.ts';
import type { Services } from './services.ts';
import { taskFields } from './taskFields.ts';

const pages = { usual: 100, most: 500 };

/** The tasks resource: what runs scripts by a schedule. */
export function taskRoutes(services: Services, runner: TaskRunner, scheduler: Scheduler): readonly Route[] {
  const path = '/api/v2/tasks';
  const byId = `${path}/:id`;
  const reads = ['read', 'tasks'] as const;
  const writes = ['write', 'tasks'] as const;
  return [
    { method: 'GET', path, needs: reads, handle: (request) => list(services, request) },
    { method: 'POST', path, needs: writes, handle: create },
    {
      method: 'GET',
      path: byId,
      needs: reads,
      handle: (request) => ({ status: 200, json: shown(services, findTask(services, request)) }),
    },
    { method: 'PATCH', path: byId, needs: writes, handle: update },
    { method: 'DELETE', path: byId, needs: writes, handle: remove },
    ...runRoutes(services, runner),
  ];

  async function create(request: ApiRequest): Promise<Answer> {
    const fields = taskFields(await request.json());
    requireScript(services, fields.scriptID);
    const made = await services.tasks.create(fields, request.access.authorizationID);
    scheduler.refresh();
    return { status: 201, json: shown(services, made) };
  }

  async function update(request: ApiRequest): Promise<Answer> {
    const task = findTask(services, request);
    const fields = taskFields(await request.json(), task);
    if (fields.scriptID !== task.scriptID) requireScript(services, fields.scriptID);
    const changed = await services.tasks.replace(task, fields);
    scheduler.refresh();
    return { status: 200, json: shown(services, changed) };
  }

  async function remove(request: ApiRequest): Promise<Answer> {
    const { id } = findTask(services, request);
    await services.tasks.delete(id);
    scheduler.refresh();
    runner.cancelAll(id);
    await services.runs.forget(id);
    return { status: 204 };
  }
}

/** `after` goes before `offset`; a limit of -1 brings all; type=basic leaves the text and the times away. */
function list(services: Services, request: ApiRequest): Answer {
  const { query } = request;
  const wanted = (['name', 'scriptID', 'status'] as const).filter((key) => query.get(key));
  const own = { org: services.org, orgID: services.orgID, user: services.user.id };
  const ours = Object.entries(own).every(([key, value]) => !query.get(key) || query.get(key) === value);
  const tasks = ours ? services.tasks.list() : [];
  const matching = tasks.filter((task) => wanted.every((key) => task[key] === query.get(key)));
  const all = query.get('limit') === '-1';
  if (query.get('limit') === '0') {
    throw new ApiError('invalid', `limit must be between 1 and ${pages.most}, or -1`);
  }
  if (all) query.delete('limit');
  const rules = all ? { usual: Math.max(1, matching.length), most: matching.length } : pages;
  const { items, links } = pageOf(request, matching, rules);
  const basic = query.get('type') === 'basic';
  return { status: 200, json: { links, tasks: items.map((task) => shown(services, task, basic)) } };
}

/** The task that a path names. @throws ApiError 404 */
export function findTask({ tasks }: Services, request: ApiRequest): StoredTask {
  const task = tasks.find(request.path['id'] ?? '');
  if (!task) throw new ApiError('not found', 'failed to find task: task not found');
  return task;
}

/** The task as the API shows it, with what became of its last run. */
function shown({ runs, org, user }: Services, task: StoredTask, basic = false) {
  const { flux, createdAt, updatedAt, ...rest } = task;
  const last = runs.of(task.id).find(({ finishedAt }) => finishedAt !== undefined);
  const error = last?.status === 'failed' ? last.log.at(-2)?.message : undefined;
  const self = `/api/v2/tasks/${task.id}`;
  return {
    ...rest,
    org,
    ownerID: user.id,
    ...(!basic && { ...(flux !== undefined && { flux }), createdAt, updatedAt }),
    ...(last && { latestCompleted: last.scheduledFor, lastRunStatus: last.status }),
    ...(error !== undefined && { lastRunError: error }),
    labels: [],
    links: { self, runs: `${self}/runs`, logs: `${self}/logs` },
  };
}

/** A task keeps its script's ID when the script is deleted; it cannot begin with one that is none. */
function requireScript({ scripts }: Services, id: string | undefined): void {
  if (id === undefined || scripts.find(id)) return;
  throw new ApiError('not found', `script ${JSON.stringify(id)} not found`);
}
