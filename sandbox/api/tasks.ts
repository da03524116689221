import { ApiError } from '../http/errors.ts';
import type { ApiRequest } from '../http/request.ts';
import type { Answer, Route } from '../http/router.ts';
import type { StoredTask } from '../store/tasks.ts';
import type { Services } from './services.ts';
import { taskFields } from './taskFields.ts';

const usuallyListed = 100;
const mostListed = 500;

/** Tasks are kept, not run: the sandbox has no clock that starts them, so there are no runs and no logs. */
export function taskRoutes(services: Services): readonly Route[] {
  const path = '/api/v2/tasks';
  const byId = `${path}/:id`;
  const runs = ['GET', 'POST'] as const;
  return [
    { method: 'GET', path, handle: (request) => list(services, request) },
    { method: 'POST', path, handle: (request) => create(services, request) },
    { method: 'GET', path: byId, handle: (request) => ({ status: 200, json: found(services, request) }) },
    { method: 'PATCH', path: byId, handle: (request) => update(services, request) },
    { method: 'DELETE', path: byId, handle: (request) => remove(services, request) },
    ...runs.map((method): Route => ({ method, path: `${byId}/runs`, handle: noRuns })),
    { method: 'GET', path: `${byId}/logs`, handle: noRuns },
    { method: 'GET', path: `${byId}/runs/:run`, handle: noRuns },
    { method: 'GET', path: `${byId}/runs/:run/logs`, handle: noRuns },
    { method: 'POST', path: `${byId}/runs/:run/retry`, handle: noRuns },
  ];
}

/** `after` goes before `offset`; a limit of -1 brings all. */
function list({ tasks }: Services, request: ApiRequest): Answer {
  const { query } = request;
  const all = query.get('limit') === '-1';
  const limit = all ? Number.POSITIVE_INFINITY : request.count('limit', usuallyListed, mostListed);
  if (limit === 0) throw new ApiError('invalid', `limit must be between 1 and ${mostListed}, or -1`);
  const wanted = (['name', 'scriptID', 'status'] as const).filter((key) => query.get(key));
  const matching = tasks.list().filter((task) => wanted.every((key) => task[key] === query.get(key)));
  const after = query.get('after');
  const start = after ? matching.findIndex(({ id }) => id === after) + 1 : request.count('offset', 0);
  return {
    status: 200,
    json: { links: { self: '/api/v2/tasks' }, tasks: matching.slice(start, start + limit) },
  };
}

function found({ tasks }: Services, request: ApiRequest): StoredTask {
  const task = tasks.find(request.path['id'] ?? '');
  if (!task) throw new ApiError('not found', 'failed to find task');
  return task;
}

async function create(services: Services, request: ApiRequest): Promise<Answer> {
  const fields = taskFields(await request.json());
  requireScript(services, fields.scriptID);
  return { status: 201, json: await services.tasks.create(fields) };
}

async function update(services: Services, request: ApiRequest): Promise<Answer> {
  const task = found(services, request);
  const fields = taskFields(await request.json(), task);
  if (fields.scriptID !== task.scriptID) requireScript(services, fields.scriptID);
  return { status: 200, json: await services.tasks.replace(task, fields) };
}

async function remove(services: Services, request: ApiRequest): Promise<Answer> {
  await services.tasks.delete(found(services, request).id);
  return { status: 204 };
}

/** A task keeps its script's ID when the script is deleted; it cannot begin with one that is none. */
function requireScript({ scripts }: Services, id: string | undefined): void {
  if (id === undefined || scripts.find(id)) return;
  throw new ApiError('not found', `script ${JSON.stringify(id)} not found`);
}

function noRuns(): never {
  throw new ApiError(
    'not found',
    'the sandbox keeps tasks but does not run them: there are no runs and no logs',
  );
}
