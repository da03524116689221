/** How a page begins to show a run. The host knows it, too, and answers before it is asked: the first rows take one message. */

import type { Question } from '../protocol.ts';
import { ROWS_AT_ONCE, type TimeStyle, type View } from './table.ts';

/** Several tables are shown as one; one is one that way, too. */
export const FIRST_VIEW: View = { kind: 'result', index: 0 };

/** The zone of the machine that asks. */
export const LOCAL = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** How the host is asked for times; undefined when they are to read as InfluxDB writes them. */
export function resolved({ zone, format }: TimeStyle): TimeStyle | undefined {
  const real = zone === 'local' ? LOCAL : zone;
  return real === 'UTC' && format === 'rfc3339' ? undefined : { zone: real, format };
}

/** A view as the grid asks for it. */
export function timedView(view: View, style: TimeStyle): View {
  const times = resolved(style);
  return times === undefined ? view : { ...view, times };
}

/** What a page asks when the first rows are there, unless it comes back to something else. */
export function firstQuestions(style: TimeStyle): Question[] {
  const view = timedView(FIRST_VIEW, style);
  return [
    { method: 'open', view },
    { method: 'rows', view, from: 0, count: ROWS_AT_ONCE },
  ];
}
