import { lineProtocol } from '../flux/functions/to.ts';
import { parseTime } from '../flux/time.ts';
import type { TaskRun } from '../tasks/runs.ts';
import type { Services } from './services.ts';

/** What Go writes for a time that is not set. */
const noTime = '0001-01-01T00:00:00Z';

/**
 * Writes a run that is through to the bucket `_tasks`
 * (https://docs.influxdata.com/influxdb/v2/reference/internals/system-buckets/#_tasks-system-bucket).
 */
export async function recordRun({ buckets, database }: Services, run: TaskRun): Promise<void> {
  const bucket = buckets.find('_tasks');
  if (!bucket) return;
  const { id, taskID, status, scheduledFor, startedAt, finishedAt, requestedAt, log } = run;
  const fields = {
    runID: id,
    startedAt: startedAt ?? noTime,
    finishedAt: finishedAt ?? noTime,
    scheduledFor: seconds(scheduledFor),
    requestedAt: requestedAt === undefined ? noTime : seconds(requestedAt),
    logs: JSON.stringify(log),
  };
  const now = BigInt(Date.now()) * 1_000_000n;
  const tags = [['status', status] as const, ['taskID', taskID] as const];
  const line = lineProtocol('runs', tags, Object.entries(fields), parseTime(startedAt ?? '')?.ns ?? now);
  await database.write(bucket, new TextEncoder().encode(line), { unit: 1n, now });
}

function seconds(time: string): string {
  return time.replace(/\.\d+Z$/, 'Z');
}
