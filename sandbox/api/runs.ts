import { parseTime } from '../flux/time.ts';
import { ApiError } from '../http/errors.ts';
import { type ApiRequest, stringFields } from '../http/request.ts';
import type { Answer, Route } from '../http/router.ts';
import type { TaskRun } from '../tasks/runs.ts';
import type { TaskRunner } from '../tasks/taskRunner.ts';
import { pageOf } from './page.ts';
import type { Services } from './services.ts';
import { findTask } from './tasks.ts';

const pages = { usual: 100, most: 500 };

/** The runs of a task: those that were, and one that begins now. */
export function runRoutes(services: Services, runner: TaskRunner): readonly Route[] {
  const path = '/api/v2/tasks/:id/runs';
  const byId = `${path}/:run`;
  const reads = ['read', 'tasks'] as const;
  const writes = ['write', 'tasks'] as const;
  return [
    { method: 'GET', path, needs: reads, handle: (request) => list(services, request) },
    { method: 'POST', path, needs: writes, handle: start },
    {
      method: 'GET',
      path: byId,
      needs: reads,
      handle: (request) => ({ status: 200, json: shown(findRun(services, request)) }),
    },
    {
      method: 'DELETE',
      path: byId,
      needs: writes,
      handle: (request) => {
        if (!runner.cancel(findRun(services, request).id))
          throw new ApiError('not found', 'run not found: it is through');
        return { status: 204 };
      },
    },
    { method: 'POST', path: `${byId}/retry`, needs: writes, handle: retry },
    {
      method: 'GET',
      path: `${byId}/logs`,
      needs: reads,
      handle: (request) => ({ status: 200, json: { events: findRun(services, request).log } }),
    },
    {
      method: 'GET',
      path: '/api/v2/tasks/:id/logs',
      needs: reads,
      handle: (request) => {
        const runs = services.runs.of(findTask(services, request).id);
        return { status: 200, json: { events: [...runs].reverse().flatMap(({ log }) => log) } };
      },
    },
  ];

  async function start(request: ApiRequest): Promise<Answer> {
    const task = findTask(services, request);
    const { scheduledFor } = stringFields(await request.json(), ['scheduledFor']);
    const time = scheduledFor === undefined ? Date.now() : millisecondsOf('scheduledFor', scheduledFor);
    const run = await runner.start(task, { scheduledFor: time, requested: true });
    return { status: 201, json: shown(run) };
  }

  async function retry(request: ApiRequest): Promise<Answer> {
    const task = findTask(services, request);
    const { scheduledFor } = findRun(services, request);
    if (task.status === 'inactive') throw new ApiError('invalid', 'the task must be active to retry a run');
    const run = await runner.start(task, { scheduledFor: Date.parse(scheduledFor), requested: true });
    return { status: 200, json: shown(run) };
  }
}

/** The newest first; `after` is the run behind which the page begins. */
function list(services: Services, request: ApiRequest): Answer {
  const { query } = request;
  const task = findTask(services, request);
  if (query.get('limit') === '0') throw new ApiError('invalid', `limit must be between 1 and ${pages.most}`);
  const bound = (name: string) => {
    const text = query.get(name);
    return text ? millisecondsOf(name, text) : undefined;
  };
  const [after, before] = [bound('afterTime'), bound('beforeTime')];
  const matching = services.runs.of(task.id).filter(({ scheduledFor }) => {
    const time = Date.parse(scheduledFor);
    return (after === undefined || time > after) && (before === undefined || time < before);
  });
  const { items, links } = pageOf(request, matching, pages);
  return {
    status: 200,
    json: { links: { ...links, task: `/api/v2/tasks/${task.id}` }, runs: items.map(shown) },
  };
}

function findRun(services: Services, request: ApiRequest): TaskRun {
  const run = services.runs.find(findTask(services, request).id, request.path['run'] ?? '');
  if (!run) throw new ApiError('not found', 'run not found');
  return run;
}

function shown(run: TaskRun) {
  const task = `/api/v2/tasks/${run.taskID}`;
  const self = `${task}/runs/${run.id}`;
  return { ...run, links: { self, task, logs: `${self}/logs`, retry: `${self}/retry` } };
}

function millisecondsOf(name: string, text: string): number {
  const time = parseTime(text);
  if (!time)
    throw new ApiError('invalid', `${name} must be a time in RFC 3339, such as 2030-01-01T00:00:00Z`);
  return Number(time.ns / 1_000_000n);
}
