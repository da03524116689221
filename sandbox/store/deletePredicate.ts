import type { SeriesName } from './pointStore.ts';

/** What stands in a delete predicate cannot be read. */
export class PredicateError extends Error {
  override readonly name = 'PredicateError';
}

const condition =
  /^\s*(?:"((?:[^"\\]|\\.)*)"|([\w.-]+))\s*(!=|=)\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([\w.:-]+))\s*/;

/**
 * Reads the predicate of `POST /api/v2/delete`: comparisons of tags, `_measurement` or `_field` with texts by `=` or `!=`, joined by
 * AND (https://docs.influxdata.com/influxdb/cloud/reference/syntax/delete-predicate/). An empty one matches all.
 *
 * @throws PredicateError
 */
export function parsePredicate(text: string): (name: SeriesName) => boolean {
  const tests: ((name: SeriesName) => boolean)[] = [];
  let rest = withoutParentheses(text);
  while (rest.trim() !== '') {
    const match = condition.exec(rest);
    if (!match) throw new PredicateError(`bad logical expression, at ${JSON.stringify(rest.trim())}`);
    const [whole, quotedKey, bareKey, operator, double, single, bareValue] = match;
    const key = plain(quotedKey ?? bareKey ?? '');
    const value = plain(double ?? single ?? bareValue ?? '');
    const equal = operator === '=';
    tests.push((name) => (columnOf(name, key) === value) === equal);
    rest = rest.slice(whole.length);
    if (rest === '') break;
    const and = /^and\b(?=.*\S)/is.exec(rest);
    if (!and) throw new PredicateError(`the logical operator must be AND, at ${JSON.stringify(rest.trim())}`);
    rest = rest.slice(and[0].length);
  }
  return (name) => tests.every((holds) => holds(name));
}

/** Parentheses around the whole change nothing. */
function withoutParentheses(text: string): string {
  const inside = /^\s*\(((?:[^()"']|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')*)\)\s*$/s.exec(text)?.[1];
  return inside ?? text;
}

function plain(text: string): string {
  return text.replace(/\\(.)/gs, '$1');
}

/** A tag that is not there is an empty text. */
function columnOf({ measurement, field, tags }: SeriesName, key: string): string {
  if (key === '_measurement') return measurement;
  if (key === '_field') return field;
  return tags.find(([tag]) => tag === key)?.[1] ?? '';
}
