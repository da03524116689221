import type { Task } from '../../client/src/influx/types.ts';
import { FluxError } from '../flux/errors.ts';
import { parseTime } from '../flux/time.ts';
import { type ParamObject, parseExactJson } from '../query/params.ts';
import type { Perform } from '../tasks/taskRunner.ts';
import { run } from './execute.ts';
import type { Services } from './services.ts';

/** Runs tasks with the rights of the authorization that made them; what their scripts answer is thrown away. */
export function performTasks(services: Services): Perform {
  return async (task, { scheduledFor }, signal) => {
    const { text, params } = scriptOf(services, task);
    const now = timeOf(scheduledFor);
    const last = services.runs.of(task.id).find(({ status }) => status === 'success');
    const execution = { text, params, now, ...(last && { lastSuccess: timeOf(last.scheduledFor) }) };
    await services.authorizations.actAs(services.tasks.find(task.id)?.authorizationID, async (access) => {
      const chunks = await run(services, access, execution, signal);
      for (;;) {
        const next = await chunks.next();
        if (!next.done) continue;
        if (next.value !== undefined) throw new FluxError(next.value);
        return;
      }
    });
  };
}

function scriptOf(
  { scripts }: Services,
  task: Task,
): { readonly text: string; readonly params: ParamObject } {
  if (task.scriptID === undefined) return { text: task.flux ?? '', params: {} };
  const script = scripts.find(task.scriptID);
  if (!script) throw new FluxError(`script ${JSON.stringify(task.scriptID)} not found`, 'not found');
  const params = parseExactJson(JSON.stringify(task.scriptParameters ?? {}));
  return { text: script.script, params: params as ParamObject };
}

function timeOf(text: string): bigint {
  return parseTime(text)?.ns ?? 0n;
}
