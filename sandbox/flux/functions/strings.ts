import { FluxError } from '../errors.ts';
import { compileRegexp } from '../regexp.ts';
import { type Builtin, builtin } from '../registry.ts';
import type { Args } from '../signature.ts';
import { Regexp, typeName } from '../values.ts';

/** Package strings. Positions and lengths count characters, not UTF-16 units. */
export const strings: readonly Builtin[] = [
  builtin('toUpper(v: string)', (args) => args.string('v').toUpperCase()),
  builtin('toLower(v: string)', (args) => args.string('v').toLowerCase()),
  builtin('title(v: string)', (args) =>
    args
      .string('v')
      .replace(/(^|\s)(\S)/gu, (_, space: string, letter: string) => space + letter.toUpperCase()),
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
  builtin('replace(v: string, t: string, u: string, i: int)', (args) => {
    const parts = args.string('v').split(args.string('t'));
    const times = Number(args.int('i'));
    if (times < 0 || times >= parts.length - 1) return parts.join(args.string('u'));
    return [parts.slice(0, times + 1).join(args.string('u')), ...parts.slice(times + 1)].join(
      args.string('t'),
    );
  }),
  builtin('replaceAll(v: string, t: string, u: string)', (args) =>
    args.string('v').split(args.string('t')).join(args.string('u')),
  ),
  builtin('repeat(v: string, i: int)', (args) => {
    const times = Number(args.int('i'));
    const text = args.string('v');
    if (times < 0 || times * text.length > 10_000_000)
      throw new FluxError(`cannot repeat a string ${times} times`);
    return text.repeat(times);
  }),
  builtin('split(v: string, t: string)', (args) => args.string('v').split(args.string('t'))),
  builtin('splitN(v: string, t: string, i: int)', (args) => splitN(args, false)),
  builtin('splitAfter(v: string, t: string)', (args) => splitAfter(args.string('v'), args.string('t'))),
  builtin('splitAfterN(v: string, t: string, i: int)', (args) => splitN(args, true)),
  builtin('toTitle(v: string)', (args) => args.string('v').toUpperCase()),
  builtin('isUpper(v: string)', (args) => /^\p{Lu}$/u.test(args.string('v'))),
  builtin('isLower(v: string)', (args) => /^\p{Ll}$/u.test(args.string('v'))),
  builtin('isLetter(v: string)', (args) => /^\p{L}$/u.test(args.string('v'))),
  builtin('isDigit(v: string)', (args) => /^\p{Nd}$/u.test(args.string('v'))),
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

/** The parts with the separator at their ends. */
function splitAfter(v: string, t: string): string[] {
  const parts = v.split(t);
  return parts.map((part, i) => (i < parts.length - 1 ? part + t : part));
}

/** At most i parts, the last one being what is left; all of them for a negative i. */
function splitN(args: Args, after: boolean): string[] {
  const [v, t, most] = [args.string('v'), args.string('t'), Number(args.int('i'))];
  const parts = after ? splitAfter(v, t) : v.split(t);
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
  builtin('getString(r: regexp)', (args) =>
    args.value('r') instanceof Regexp ? (args.value('r') as Regexp).source : '',
  ),
  builtin('findStringIndex(r: regexp, v: string)', (args) => {
    const v = args.string('v');
    const match = regexpOf(args).exec(v);
    if (!match) return [];
    const from = Buffer.byteLength(v.slice(0, match.index));
    return [BigInt(from), BigInt(from + Buffer.byteLength(match[0]))];
  }),
  builtin('replaceAllString(r: regexp, v: string, t: string)', (args) => {
    const regexp = regexpOf(args);
    // Go writes ${1} where JavaScript writes $1.
    const replacement = args.string('t').replace(/\$\{(\d+)\}/g, '$$$1');
    return args.string('v').replace(new RegExp(regexp.source, `${regexp.flags}g`), replacement);
  }),
  builtin('splitRegexp(r: regexp, v: string, i: int)', (args) => {
    const parts = args.string('v').split(regexpOf(args));
    const limit = Number(args.int('i'));
    return limit < 0 ? parts : parts.slice(0, limit);
  }),
];

function regexpOf(args: Args): RegExp {
  const value = args.value('r');
  if (!(value instanceof Regexp))
    throw new FluxError(`expected regexp but found ${typeName(value)} (argument r)`);
  return value.regexp;
}
