const shorthands: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const dayNames = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

const dayMs = 86_400_000;
/** A day that no calendar of this many years has never comes, e.g. the 30th of February. */
const yearsAhead = 8;

/**
 * A schedule of cron, in UTC: five fields, six with the seconds in front, or seven with the years behind, as in
 * github.com/influxdata/cron.
 */
export class Cron {
  readonly #seconds: readonly number[];
  readonly #minutes: readonly number[];
  readonly #hours: readonly number[];
  readonly #days: ReadonlySet<number>;
  readonly #months: ReadonlySet<number>;
  readonly #weekdays: ReadonlySet<number>;
  /** Undefined for every year. */
  readonly #years: ReadonlySet<number> | undefined;
  /** With both restricted, a day counts that is in one of them, as in every cron. */
  readonly #eitherDay: boolean;

  private constructor(fields: readonly string[]) {
    const [seconds = '0', minutes = '*', hours = '*', days = '*', months = '*', weekdays = '*', years = '*'] =
      fields;
    this.#seconds = values(seconds, 0, 59);
    this.#minutes = values(minutes, 0, 59);
    this.#hours = values(hours, 0, 23);
    this.#days = new Set(values(days, 1, 31));
    this.#months = new Set(values(months, 1, 12, monthNames, 1));
    this.#weekdays = new Set(values(weekdays, 0, 7, dayNames, 0).map((day) => day % 7));
    this.#years = years === '*' ? undefined : new Set(values(years, 1970, 2099));
    this.#eitherDay = !/^[*?]/.test(days) && !/^[*?]/.test(weekdays);
  }

  /** Undefined for a text that is no schedule. */
  static parse(text: string): Cron | undefined {
    const fields = (shorthands[text.trim()] ?? text).trim().split(/\s+/);
    if (fields.length < 5 || fields.length > 7) return undefined;
    try {
      return new Cron(fields.length === 5 ? ['0', ...fields] : fields);
    } catch (error) {
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  }

  /** The first time after a time, milliseconds since 1970; undefined when there is none in years. */
  next(after: number): number | undefined {
    const year = new Date(after).getUTCFullYear();
    const firstYear = this.#years ? Math.max(year, Math.min(...this.#years)) : year;
    const firstDay = Math.max(Math.floor(after / dayMs) * dayMs, Date.UTC(firstYear, 0));
    const lastYear = this.#years ? Math.max(...this.#years) : firstYear + yearsAhead;
    for (let day = firstDay; day < Date.UTC(lastYear + 1, 0); day += dayMs) {
      if (!this.#isOn(new Date(day))) continue;
      const time = this.#timeOn(day, after);
      if (time !== undefined) return time;
    }
    return undefined;
  }

  #isOn(date: Date): boolean {
    if (this.#years && !this.#years.has(date.getUTCFullYear())) return false;
    if (!this.#months.has(date.getUTCMonth() + 1)) return false;
    const day = this.#days.has(date.getUTCDate());
    const weekday = this.#weekdays.has(date.getUTCDay());
    return this.#eitherDay ? day || weekday : day && weekday;
  }

  #timeOn(day: number, after: number): number | undefined {
    for (const hour of this.#hours) {
      // Whole hours that are past are stepped over at once.
      if (day + (hour + 1) * 3_600_000 <= after) continue;
      for (const minute of this.#minutes) {
        for (const second of this.#seconds) {
          const time = day + hour * 3_600_000 + minute * 60_000 + second * 1000;
          if (time > after) return time;
        }
      }
    }
    return undefined;
  }
}

/** `*`, `*` with a step, `1-5`, `mon-fri/2`, `10/15`, and lists of them. @throws RangeError */
function values(
  field: string,
  least: number,
  most: number,
  names: readonly string[] = [],
  first = 0,
): number[] {
  const found = new Set<number>();
  for (const part of field.split(',')) {
    const match = /^([*?]|[\da-z]+)(?:-([\da-z]+))?(?:\/(\d+))?$/i.exec(part);
    const [, from = '', to, step] = match ?? [];
    const all = from === '*' || from === '?';
    if (!match || (all && to !== undefined)) throw new RangeError(part);
    const start = all ? least : numberOf(from, names, first);
    const end = to !== undefined ? numberOf(to, names, first) : all || step !== undefined ? most : start;
    const width = Number(step ?? 1);
    if (start < least || end > most || start > end || width < 1) throw new RangeError(part);
    for (let value = start; value <= end; value += width) found.add(value);
  }
  return [...found].sort((a, b) => a - b);
}

function numberOf(text: string, names: readonly string[], first: number): number {
  if (/^\d+$/.test(text)) return Number(text);
  const place = names.indexOf(text.toLowerCase());
  if (place < 0) throw new RangeError(text);
  return place + first;
}
