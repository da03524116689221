import type { InfluxClient } from '../influx/client.ts';
import { InfluxError } from '../influx/errors.ts';
import type { StoredScript } from '../influx/scripts.ts';

/** Which tasks run a script, in a sentence; also when that cannot be found out. @throws an abort */
export async function tasksUsing(
  { tasks }: InfluxClient,
  { id, name }: StoredScript,
  signal?: AbortSignal,
): Promise<string> {
  try {
    const found = await tasks.ofScript(id, signal);
    if (found.length === 0) return `No task uses “${name}”.`;
    const shown = found.slice(0, most).map((task) => `“${task.name}”`);
    const more = found.length > most ? `, and ${found.length - most} more` : '';
    return found.length === 1
      ? `The task ${shown[0]} runs “${name}” by its ID.`
      : `${found.length} tasks run “${name}” by its ID: ${shown.join(', ')}${more}.`;
  } catch (error) {
    if (!(error instanceof InfluxError)) throw error;
    return `Whether tasks use “${name}” could not be found out${because(error)}.`;
  }
}

const most = 5;

function because({ code, facts }: InfluxError): string {
  if (code === 'notFound' || code === 'noScriptsApi') return ': this server has no tasks';
  if (code === 'unauthorized' || code === 'forbidden') return ': the token may not read tasks';
  return facts.detail ? `: ${facts.detail}` : '';
}
