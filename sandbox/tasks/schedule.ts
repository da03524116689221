import type { Task } from '../../client/src/influx/types.ts';
import { addDuration, parseDuration, windowStart } from '../flux/time.ts';
import { Duration, Time } from '../flux/values.ts';
import { Cron } from './cron.ts';

type Scheduled = Pick<Task, 'every' | 'cron' | 'offset'>;

/** When a run is meant to be, which its `now()` answers, and when it begins; milliseconds since 1970. */
export interface Due {
  readonly scheduledFor: number;
  readonly at: number;
}

/** Intervals without months are counted from the year 1, as Go does: weeks begin on Mondays. */
const origin = new Duration(0, -62_135_596_800_000_000_000n);

/** The first run of a schedule whose time has not begun at `after`. Undefined for a schedule without any. */
export function nextRun(task: Scheduled, after: number): Due | undefined {
  const offset = parseDuration(task.offset ?? '') ?? new Duration(0, 0n);
  const from = toMs(addDuration(toTime(after), offset.negate()));
  const every = intervalOf(task);
  const scheduledFor =
    every !== undefined ? nextOfEvery(every, from) : Cron.parse(task.cron ?? '')?.next(from);
  if (scheduledFor === undefined) return undefined;
  return { scheduledFor, at: toMs(addDuration(toTime(scheduledFor), offset)) };
}

/** `every`, or what cron says with `@every 1h`, which is the same. */
function intervalOf({ every, cron }: Scheduled): string | undefined {
  return cron === undefined ? every : /^\s*@every\s+(.*?)\s*$/.exec(cron)?.[1];
}

/** What is wrong with a schedule, in a sentence. */
export function scheduleError({ every: given, cron, offset }: Scheduled): string | undefined {
  const every = given ?? intervalOf({ ...(cron !== undefined && { cron }) });
  for (const [name, text] of Object.entries({ every, offset })) {
    if (text !== undefined && text !== '0' && !parseDuration(text)) {
      return `${name} must be a duration such as 1h, not ${JSON.stringify(text)}`;
    }
  }
  const interval = every === undefined ? undefined : parseDuration(every);
  if (interval && interval.months <= 0 && interval.ns < 1_000_000_000n) return 'every must be at least 1s';
  if (interval && interval.months !== 0 && interval.ns !== 0n) {
    return 'every must not mix months with shorter units';
  }
  if (cron !== undefined && every === undefined && !Cron.parse(cron)) {
    return `cron must have five fields, such as 0 2 * * *, or be a word such as @daily or @every 1h, not ${JSON.stringify(cron)}`;
  }
  return undefined;
}

function nextOfEvery(text: string, after: number): number | undefined {
  const every = parseDuration(text);
  if (!every) return undefined;
  const start = windowStart(toTime(after).ns, every, every.months === 0 ? origin : new Duration(0, 0n));
  return toMs(addDuration(new Time(start), every));
}

function toTime(ms: number): Time {
  return new Time(BigInt(ms) * 1_000_000n);
}
function toMs({ ns }: Time): number {
  return Number(ns / 1_000_000n);
}
