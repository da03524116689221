import type { JsonObject, Task } from '../../client/src/influx/types.ts';
import { ApiError } from '../http/errors.ts';
import { stringFields } from '../http/request.ts';
import type { TaskFields } from '../store/tasks.ts';
import { scheduleError } from '../tasks/schedule.ts';
import { taskOptions, withTaskOptions } from '../tasks/taskOptions.ts';

const names = ['name', 'description', 'status', 'every', 'cron', 'offset', 'flux', 'scriptID'] as const;
type Given = Partial<Record<(typeof names)[number], string>> & { readonly scriptParameters?: JsonObject };

/**
 * A task as a request describes it, over what it was before. Either it has Flux of its own, whose `option task` says when
 * it runs, or it names a script, and the request says when.
 *
 * @throws ApiError for what the API's contract excludes
 */
export function taskFields(body: unknown, before?: Task): TaskFields {
  const given = { ...stringFields(body, names), ...parametersOf(body) } satisfies Given;
  if (given.flux !== undefined && given.scriptID !== undefined) {
    throw new ApiError('invalid', 'flux and scriptID exclude each other');
  }
  const kept = ofKind(before, given);
  const flux = given.flux ?? (kept.flux === undefined ? undefined : withTaskOptions(kept.flux, given));
  const scriptID = given.scriptID ?? kept.scriptID;
  const task: Given =
    flux === undefined
      ? { ...kept, ...given }
      : { ...withoutSchedule(kept), ...withoutSchedule(given), ...taskOptions(flux) };
  const { name, status = 'active', description = '', scriptParameters } = task;
  if (!flux && !scriptID) throw new ApiError('invalid', 'a task needs flux, or the scriptID of a script');
  if (!name) throw new ApiError('invalid', 'a task needs a name');
  if (scriptParameters && !scriptID) throw new ApiError('invalid', 'scriptParameters need a scriptID');
  if (status !== 'active' && status !== 'inactive') {
    throw new ApiError('invalid', `status must be active or inactive, not ${JSON.stringify(status)}`);
  }
  return {
    name,
    description,
    status,
    ...schedule(task, flux === undefined ? given : {}),
    ...(flux ? { flux } : { scriptID: scriptID ?? '', ...(scriptParameters && { scriptParameters }) }),
  };
}

function withoutSchedule({ every: _every, cron: _cron, offset: _offset, ...rest }: Given): Given {
  return rest;
}

/** What stays of a task that gets Flux in place of a script, or the other way round. */
function ofKind(before: Task | undefined, given: Given): Given {
  if (!before) return {};
  const { flux, scriptID, scriptParameters, ...rest } = before;
  const isScript = given.scriptID !== undefined || (given.flux === undefined && scriptID !== undefined);
  if (!isScript) return { ...rest, ...(flux !== undefined && { flux }) };
  return {
    ...rest,
    ...(scriptID !== undefined && { scriptID }),
    ...(scriptParameters !== undefined && { scriptParameters }),
  };
}

/** Exactly one of `every` and `cron`; the one that is given replaces the other. `0` removes an offset. */
function schedule(task: Given, given: Given): Pick<Task, 'every' | 'cron' | 'offset'> {
  const every = given.cron !== undefined && given.every === undefined ? undefined : task.every;
  const cron = given.every !== undefined && given.cron === undefined ? undefined : task.cron;
  if ((every === undefined) === (cron === undefined)) {
    throw new ApiError('invalid', 'a task needs exactly one of every and cron');
  }
  const { offset } = task;
  const wrong = scheduleError({
    ...(every !== undefined && { every }),
    ...(cron !== undefined && { cron }),
    ...(offset !== undefined && { offset }),
  });
  if (wrong) throw new ApiError('invalid', wrong);
  return {
    ...(every !== undefined && { every }),
    ...(cron !== undefined && { cron }),
    ...(offset !== undefined && offset !== '0' && { offset }),
  };
}

function parametersOf(body: unknown): Pick<Given, 'scriptParameters'> {
  const { scriptParameters } = (body ?? {}) as { scriptParameters?: unknown };
  if (scriptParameters === undefined || scriptParameters === null) return {};
  if (typeof scriptParameters !== 'object' || Array.isArray(scriptParameters)) {
    throw new ApiError('invalid', 'scriptParameters must be an object');
  }
  return { scriptParameters: scriptParameters as JsonObject };
}
