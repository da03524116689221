import { type Position, Positions, type Range } from '../../../server/src/flux/positions.ts';
import type { ErrorPlace } from './errorPlaces.ts';

export type { Range } from '../../../server/src/flux/positions.ts';

/** A place as it can stand anywhere; what is said of it does not matter here. */
export type Place = Pick<ErrorPlace, 'start' | 'end'>;

/** Where a place that a server named is in the text that ran; to the end of the word where no end is named. */
export function rangeIn(text: string, { start, end }: Place): Range {
  const positions = new Positions(text);
  const offset = (at: Place['start']) =>
    positions.fromCompiler({ line: at.line - 1, character: at.column - 1 });
  const first = offset(start);
  const word = /^(?:\w+|.)?/u.exec(text.slice(first))?.[0].length ?? 0;
  return positions.range({ start: first, end: end ? Math.max(first, offset(end)) : first + word });
}

/**
 * Where that place is in another text, such as an editor's by now.
 * @returns undefined when its lines are not there any more, or cannot be told from others
 */
export function rangeNow(ran: string, now: string, place: Place): Range | undefined {
  const range = rangeIn(ran, place);
  const [before, after] = [linesOf(ran), linesOf(now)];
  const moved = movedLine(before, after, range.start.line, range.end.line);
  if (moved === undefined) return undefined;
  const down = ({ line, character }: Position) => ({ line: line + moved - range.start.line, character });
  return { start: down(range.start), end: down(range.end) };
}

/** Which line of `after` the lines `first` to `last` (inclusive) of `before` begin at. */
function movedLine(
  before: readonly string[],
  after: readonly string[],
  first: number,
  last: number,
): number | undefined {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head++;
  if (last < head) return first;
  let tail = 0;
  const most = Math.min(before.length, after.length) - head;
  while (tail < most && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  if (first >= before.length - tail) return first + after.length - before.length;
  const wanted = before.slice(first, last + 1);
  const found = [...after.keys()].filter((at) => wanted.every((line, index) => line === after[at + index]));
  return found.length === 1 ? found[0] : undefined;
}

/** A change of a text, as an editor tells it. */
export interface TextChange {
  readonly range: Range;
  readonly text: string;
}

/** Where a range is after a change; undefined when the change touched it. */
export function afterChange(range: Range, { range: replaced, text }: TextChange): Range | undefined {
  if (compare(replaced.start, range.end) > 0) return range;
  // A new line in front of it leaves it whole.
  const inFront = compare(replaced.end, range.start);
  if (inFront > 0 || (inFront === 0 && !/[\r\n]$/.test(text))) return undefined;
  const added = linesOf(text);
  const lines = added.length - 1 - (replaced.end.line - replaced.start.line);
  const behind = (added.length === 1 ? replaced.start.character : 0) + (added.at(-1) ?? '').length;
  const move = ({ line, character }: Position): Position => ({
    line: line + lines,
    character: line === replaced.end.line ? character - replaced.end.character + behind : character,
  });
  return { start: move(range.start), end: move(range.end) };
}

function compare(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}

function linesOf(text: string): string[] {
  return text.split(/\r\n|\n|\r/);
}
