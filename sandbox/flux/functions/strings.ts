import { FluxError } from '../errors.ts';
import { compileRegexp } from '../regexp.ts';
import { type Builtin, builtin } from '../registry.ts';
import type { Args } from '../signature.ts';
import { Regexp, typeName } from '../values.ts';

/** Package strings. Positions and lengths count characters, not UTF-16 units. */
export const strings: readonly Builtin[] = [
  builtin('toUpper(v: string)', (args) => upperCase(args.string('v'))),
  builtin('toLower(v: string)', (args) => args.string('v').toLowerCase()),
  builtin('title(v: string)', (args) =>
    args
      .string('v')
      // What is no letter, digit or underscore begins a word; of what is not ASCII only a space does.
      .replace(/(?<=^|\s|[^\w\u0080-\u{10ffff}])./gsu, upper),
  ),
  builtin('trimSpace(v: string)', (args) => args.string('v').trim()),
  builtin('trimPrefix(v: string, prefix: string)', (args) => {
    const [v, prefix] = [args.string('v'), args.string('prefix')];
    return v.startsWith(prefix) ? v.slice(prefix.length) : v;
  }),
  builtin('trimSuffix(v: string, suffix: string)', (args) => {
    const [v, suffix] = [args.string('v'), args.string('suffix')];
    return suffix !== '' && v.endsWith(suffix) ? v.slice(0, -suffix.length) : v;
  }),
  builtin('trim(v: string, cutset: string)', (args) => trim(args, true, true)),
  builtin('trimLeft(v: string, cutset: string)', (args) => trim(args, true, false)),
  builtin('trimRight(v: string, cutset: string)', (args) => trim(args, false, true)),
  builtin('hasPrefix(v: string, prefix: string)', (args) =>
    args.string('v').startsWith(args.string('prefix')),
  ),
  builtin('hasSuffix(v: string, suffix: string)', (args) => args.string('v').endsWith(args.string('suffix'))),
  builtin('containsStr(v: string, substr: string)', (args) =>
    args.string('v').includes(args.string('substr')),
  ),
  builtin('containsAny(v: string, chars: string)', (args) => {
    const v = args.string('v');
    return [...args.string('chars')].some((char) => v.includes(char));
  }),
  builtin(
    'equalFold(v: string, t: string)',
    (args) => args.string('v').toLowerCase() === args.string('t').toLowerCase(),
  ),
  builtin('countStr(v: string, substr: string)', (args) => {
    const [v, substr] = [args.string('v'), args.string('substr')];
    return BigInt(substr === '' ? [...v].length + 1 : v.split(substr).length - 1);
  }),
  builtin('index(v: string, substr: string)', (args) => bytesBefore(args, (v, substr) => v.indexOf(substr))),
  builtin('lastIndex(v: string, substr: string)', (args) =>
    bytesBefore(args, (v, substr) => v.lastIndexOf(substr)),
  ),
  builtin('replace(v: string, t: string, u: string, i: int)', (args) =>
    replaceTimes(args, Number(args.int('i'))),
  ),
  builtin('replaceAll(v: string, t: string, u: string)', (args) => replaceTimes(args, -1)),
  builtin('repeat(v: string, i: int)', (args) => {
    const times = Number(args.int('i'));
    const text = args.string('v');
    if (times < 0 || times * text.length > 10_000_000)
      throw new FluxError(`cannot repeat a string ${times} times`);
    return text.repeat(times);
  }),
  builtin('split(v: string, t: string)', (args) => split(args.string('v'), args.string('t'))),
  builtin('splitN(v: string, t: string, i: int)', (args) => splitN(args, false)),
  builtin('splitAfter(v: string, t: string)', (args) => splitAfter(args.string('v'), args.string('t'))),
  builtin('splitAfterN(v: string, t: string, i: int)', (args) => splitN(args, true)),
  builtin('toTitle(v: string)', (args) => upperCase(args.string('v'))),
  builtin('isUpper(v: string)', (args) => /\p{Lu}/u.test(oneByte(args))),
  builtin('isLower(v: string)', (args) => /\p{Ll}/u.test(oneByte(args))),
  builtin('isLetter(v: string)', (args) => /\p{L}/u.test(oneByte(args))),
  builtin('isDigit(v: string)', (args) => /\p{Nd}/u.test(oneByte(args))),
  builtin('compare(v: string, t: string)', (args) =>
    BigInt(Math.sign(Buffer.compare(Buffer.from(args.string('v')), Buffer.from(args.string('t'))))),
  ),
  builtin('indexAny(v: string, chars: string)', (args) => anyOf(args, (found) => Math.min(...found))),
  builtin('lastIndexAny(v: string, chars: string)', (args) =>
    anyOf(args, (found) => Math.max(...found), true),
  ),
  builtin('joinStr(arr: array, v: string)', (args) => args.strings('arr').join(args.string('v'))),
  builtin('strlen(v: string)', (args) => BigInt([...args.string('v')].length)),
  builtin('substring(v: string, start: int, end: int)', (args) => {
    const characters = [...args.string('v')];
    const [start, end] = [Number(args.int('start')), Number(args.int('end'))];
    return characters.slice(Math.max(start, 0), Math.max(end, 0)).join('');
  }),
];

function trim(args: Args, left: boolean, right: boolean): string {
  const cutset = new Set(args.string('cutset'));
  const characters = [...args.string('v')];
  let [from, to] = [0, characters.length];
  while (left && from < to && cutset.has(characters[from] ?? '')) from++;
  while (right && to > from && cutset.has(characters[to - 1] ?? '')) to--;
  return characters.slice(from, to).join('');
}

/** Character by character, as Go does it: what needs two characters in upper case stays. */
function upperCase(text: string): string {
  return [...text].map(upper).join('');
}
function upper(character: string): string {
  const changed = character.toUpperCase();
  return [...changed].length === 1 ? changed : character;
}

function oneByte(args: Args): string {
  const v = args.string('v');
  if (Buffer.byteLength(v) !== 1)
    throw new FluxError('"v" is not a valid argument: argument length is not equal to 1');
  return v;
}

/** An empty separator splits into characters. */
function split(v: string, t: string): string[] {
  return t === '' ? [...v] : v.split(t);
}

/** An empty text comes before every character and at the end. A negative number replaces all. */
function replaceTimes(args: Args, times: number): string {
  const [v, t, u] = [args.string('v'), args.string('t'), args.string('u')];
  const parts = t === '' ? ['', ...v, ''] : v.split(t);
  const replaced = times < 0 ? parts.length - 1 : Math.min(times, parts.length - 1);
  return parts.reduce((text, part, i) => text + (i <= replaced ? u : t) + part);
}

/** The parts with the separator at their ends. */
function splitAfter(v: string, t: string): string[] {
  const parts = split(v, t);
  return parts.map((part, i) => (i < parts.length - 1 ? part + t : part));
}

/** At most i parts, the last one being what is left; all of them for a negative i. */
function splitN(args: Args, after: boolean): string[] {
  const [v, t, most] = [args.string('v'), args.string('t'), Number(args.int('i'))];
  const parts = after ? splitAfter(v, t) : split(v, t);
  if (most < 0 || parts.length <= most) return parts;
  if (most === 0) return [];
  return [...parts.slice(0, most - 1), parts.slice(most - 1).join(after ? '' : t)];
}

/** The place of any of the characters, in bytes. */
function anyOf(args: Args, choose: (found: readonly number[]) => number, last = false): bigint {
  const v = args.string('v');
  const found = [...args.string('chars')]
    .map((character) => (last ? v.lastIndexOf(character) : v.indexOf(character)))
    .filter((position) => position >= 0);
  return BigInt(found.length === 0 ? -1 : Buffer.byteLength(v.slice(0, choose(found))));
}

/** Go counts positions in bytes. */
function bytesBefore(args: Args, find: (v: string, substr: string) => number): bigint {
  const v = args.string('v');
  const position = find(v, args.string('substr'));
  return BigInt(position < 0 ? -1 : Buffer.byteLength(v.slice(0, position)));
}

/** Package regexp. */
export const regexps: readonly Builtin[] = [
  builtin('compile(v: string)', (args) => compileRegexp(args.string('v'))),
  builtin('quoteMeta(v: string)', (args) => args.string('v').replace(/[\\.+*?()|[\]{}^$]/g, '\\$&')),
  builtin('matchRegexpString(r: regexp, v: string)', (args) => regexpOf(args).test(args.string('v'))),
  builtin('findString(r: regexp, v: string)', (args) => regexpOf(args).exec(args.string('v'))?.[0] ?? ''),
  builtin('getString(r: regexp)', (args) => given(args).source),
  builtin('findStringIndex(r: regexp, v: string)', (args) => {
    const v = args.string('v');
    const match = regexpOf(args).exec(v);
    if (!match) return [];
    const from = Buffer.byteLength(v.slice(0, match.index));
    return [BigInt(from), BigInt(from + Buffer.byteLength(match[0]))];
  }),
  builtin('replaceAllString(r: regexp, v: string, t: string)', (args) => {
    const template = args.string('t');
    const v = args.string('v');
    const counted = new Set(Array.from(allOf(regexpOf(args), v), ({ index }) => index));
    return v.replace(everywhere(regexpOf(args)), (...found) => {
      if (found[0] === '' && !counted.has(Number(found.find((item) => typeof item === 'number')))) return '';
      const named: unknown = found.at(-1);
      const groups =
        typeof named === 'object' && named !== null ? (named as Record<string, string>) : undefined;
      return expandTemplate(
        template,
        found.slice(
          0,
          found.findIndex((item) => typeof item === 'number'),
        ),
        groups,
      );
    });
  }),
  builtin('splitRegexp(r: regexp, v: string, i: int)', (args) => {
    const [v, most] = [args.string('v'), Number(args.int('i'))];
    const parts: string[] = [];
    let from = 0;
    for (const { 0: found, index } of most === 0 ? [] : allOf(regexpOf(args), v)) {
      if (parts.length === most - 1) break;
      // A match of nothing at the beginning parts nothing.
      if (index + found.length === 0) continue;
      if (found === '' && index === v.length) break;
      parts.push(v.slice(from, index));
      from = index + found.length;
    }
    return most === 0 ? [] : [...parts, v.slice(from)];
  }),
];

/** Go's templates: `$1`, `$name`, `${name}` for what the groups found, and `$$`. */
export function expandTemplate(
  template: string,
  found: readonly (string | undefined)[],
  groups: Readonly<Record<string, string>> = {},
): string {
  return template.replace(
    /\$(?:(\$)|\{(\w+)\}|(\w+))/g,
    (_, dollar?: string, braced?: string, plain?: string) => {
      const name = braced ?? plain ?? '';
      return dollar ?? (/^\d+$/.test(name) ? found[Number(name)] : groups[name]) ?? '';
    },
  );
}

/** All matches; as in Go one of nothing right behind another match does not count. */
function* allOf(regexp: RegExp, v: string): Generator<RegExpExecArray> {
  let end = -1;
  for (const match of v.matchAll(everywhere(regexp))) {
    if (match[0] === '' && match.index === end) continue;
    yield match;
    end = match.index + match[0].length;
  }
}

function everywhere(regexp: RegExp): RegExp {
  return new RegExp(regexp.source, `${regexp.flags.replace('g', '')}g`);
}

function regexpOf(args: Args): RegExp {
  return given(args).regexp;
}

function given(args: Args): Regexp {
  const value = args.value('r');
  if (!(value instanceof Regexp))
    throw new FluxError(`expected regexp but found ${typeName(value)} (argument r)`);
  return value;
}
