/** A place in a script that a server's message names. Counted from 1, columns in UTF-8 bytes. */
export interface ErrorPlace {
  readonly start: PlacePoint;
  /** Undefined where only a beginning is named. */
  readonly end: PlacePoint | undefined;
  /** What is said of it. */
  readonly message: string;
  /** Where its name stands in the whole message: from, and to (exclusive). */
  readonly from: number;
  readonly to: number;
}

export interface PlacePoint {
  readonly line: number;
  readonly column: number;
}

/** `@2:4-2:13`, `@2:4`; not `universe@2:4`, which is a place in another text. */
const named = /(?<![\w./-])@(\d{1,7}):(\d{1,7})(?:-(\d{1,7}):(\d{1,7}))?(?!\d|:\d)/g;

const longestLead = 200;
/** What stands in front of a place and belongs to it. */
const lead = /(?:\b(?:type|runtime) )?\berror (?:calling function "[^"]*" |at )?$/;

/**
 * The places that a message of the compiler, or of a run, names: `error @7:16-7:71: …`, `runtime error @2:4: …`,
 * `error calling function "range" @7:16-7:71: …`; several may stand in one.
 */
export function errorPlaces(message: string): ErrorPlace[] {
  const found = [...message.matchAll(named)].filter(([, line, column]) => line !== '0' && column !== '0');
  const places: ErrorPlace[] = [];
  let next = message.length;
  let said = '';
  // From the end: what an error in an error says is what its surroundings have to say.
  for (const match of found.reverse()) {
    const [name, line, column, endLine, endColumn] = match;
    const from = match.index;
    const to = from + name.length;
    said = message.slice(to, next).replace(/^:/, '').trim() || said || message.trim();
    next = from - (lead.exec(message.slice(Math.max(0, from - longestLead), from))?.[0].length ?? 0);
    const end = endLine === undefined ? undefined : { line: Number(endLine), column: Number(endColumn) };
    places.push({ start: { line: Number(line), column: Number(column) }, end, message: said, from, to });
  }
  return places.reverse();
}
