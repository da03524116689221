import type { TextDocumentContentChangeEvent } from 'vscode-languageserver';
import type { Random } from './random.ts';
import { scripts } from './scripts.ts';
import { Text } from './text.ts';

/** What an edit comes to. */
export interface Edited {
  readonly changes: TextDocumentContentChangeEvent[];
  readonly text: Text;
  /** Where the cursor stands then, as an offset. */
  readonly cursor: number;
}

/** What happens to one document; it remembers what an editor remembers. */
export interface History {
  text: Text;
  cursor: number;
  /** What is still to be typed, unit by unit. */
  typing: string;
  /** Texts of before. */
  readonly before: Text[];
}

/** Texts grow up to about this many units, so that every one is analysed in no time. */
const maxLength = 3000;
const remembered = 40;

/** What is typed where a token ends. */
const pieces = [
  ...[
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    ',',
    ':',
    '.',
    '|>',
    '<-',
    '=>',
    '=',
    '==',
    '=~',
    '!~',
    '-',
    '+',
    '"',
    '/',
    '//',
  ],
  ...['\n', '\r\n', '\t', ' ', '\\', '$', '`', '@', '?', '#', '\0', '\u2028', 'é', '€', '🌡', '𝒳', '👩‍🚒'],
  ...['params', 'params.', 'params.x', 'params["x y"]', 'v.', 'v.windowPeriod', 'r.', 'r._value', 'r["'],
  ...[
    'import "strings"\n',
    'import "',
    'option ',
    'return ',
    'if ',
    ' then ',
    ' else ',
    ' and ',
    ' with ',
    'exists ',
  ],
  ...[
    '-1h',
    '1h30m',
    '2024-01-01T00:00:00Z',
    '1.5',
    '0',
    '0xFF',
    '99999999999999999999',
    'true',
    '/a.*/',
    '"s"',
  ],
  ...['// ## Parameters\n', '// - x: An x. Default is `1`.\n', '// - ', '// '],
  ...[
    'strings.',
    'strings.toUpper(v: ',
    'from(bucket: ',
    ' |> range(start: ',
    ' |> filter(fn: (r) => ',
    'to(',
  ],
  ...[
    'x = ',
    'f = (a, b=1, t=<-) => ',
    '({r with a: 1})',
    '[1, 2, ',
    '{a: ',
    'params = ',
    '(params) => params.q',
  ],
];

/** Strings and interpolations that nobody has ended yet. */
const halves = [
  ...[
    '"${',
    '"${x',
    '"a ${params.',
    '"${params["',
    'params["',
    'import "',
    '"🌡${',
    '"${"${',
    '"é',
    '"\\',
    '"\\x',
  ],
  ...['"\\xff', '"\\xf0\\x9f', '"${}', '"${r.a} ${', '"}', '${', '/a', '/[', 'regexp = /(', '"""', '"\n${\n'],
];

/** What is typed letter by letter. */
const typed = [
  'params.threshold',
  'params["the key"]',
  'import "strings"\n',
  'import "experimental/geo"\n',
  '\n    |> filter(fn: (r) => r._measurement == "öfen 🌡" and r["a b"] > int(v: params.n))',
  '\n|> range(start: duration(v: params.start), stop: now())',
  'x = "${string(v: params.y)} ${"inner ${r.z}"} €"\n',
  '// ## Parameters\n// - start: Start 🌡. Default is `-1h`.\n',
  'f = (a, b=1) => ({a: a, "b c": b})\nf(a: ',
  '|> aggregateWindow(every: v.windowPeriod, fn: mean)',
];

const surrogates = ['\ud83c', '\udf21', '\ud835', '\udcb3'];

type Maker = (history: History, random: Random) => Edited;

const makers: readonly [weight: number, maker: Maker][] = [
  [16, ({ text }, random) => replaced(text, boundary(text, random), 0, random.pick(pieces))],
  [10, ({ text }, random) => replaced(text, boundary(text, random), 0, random.pick(halves))],
  [8, ({ text }, random) => replaced(text, random.below(text.value.length + 1), 0, random.pick(pieces))],
  [12, ({ text }, random) => replaced(text, random.below(text.value.length + 1), 1 + random.below(3), '')],
  [6, ({ text, cursor }) => replaced(text, Math.max(0, cursor - 1), 1, '')],
  [8, cut],
  [
    1,
    ({ text }, random) => replaced(text, random.below(text.value.length + 1), Number.POSITIVE_INFINITY, ''),
  ],
  [4, duplicateLine],
  [4, swapLines],
  [4, halfCharacter],
  [5, paste],
  [12, jumpBack],
  [3, replaceAll],
  [4, several],
  [7, startTyping],
];
const weights = makers.reduce((sum, [weight]) => sum + weight, 0);

/** The next thing that happens to a document. */
export function nextEdit(history: History, random: Random): Edited {
  if (history.typing !== '') return goOnTyping(history);
  if (history.text.value.length > maxLength)
    return random.chance(0.5) ? cut(history, random) : jumpBack(history, random);
  let at = random.below(weights);
  const found = makers.find(([weight]) => {
    at -= weight;
    return at < 0;
  });
  return (found?.[1] ?? cut)(history, random);
}

/** Takes an edit into account. */
export function apply(history: History, { text, cursor }: Edited, random: Random): void {
  history.before.push(history.text);
  // Some of long ago stay, the others go.
  if (history.before.length > remembered) history.before.splice(random.below(remembered), 1);
  history.text = text;
  history.cursor = cursor;
}

function replaced(text: Text, start: number, length: number, insert: string): Edited {
  const range = text.range(Math.min(start, text.value.length), Math.min(start + length, text.value.length));
  const [from, to] = [text.offset(range.start), text.offset(range.end)];
  const value = text.value.slice(0, from) + insert + text.value.slice(to);
  return { changes: [{ range, text: insert }], text: new Text(value), cursor: from + insert.length };
}

/** Where a token begins or ends. */
function boundary(text: Text, random: Random): number {
  const places = [
    0,
    ...Array.from(text.value.matchAll(/\w+|\s+|./gsu), ({ index, 0: token }) => index + token.length),
  ];
  return random.pick(places);
}

function cut({ text }: History, random: Random): Edited {
  const places = [boundary(text, random), boundary(text, random)].sort((a, b) => a - b);
  const [start = 0, end = 0] = places;
  return replaced(text, start, Math.min(end - start, 200), '');
}

function lineAt(text: Text, line: number): [start: number, end: number] {
  const start = text.offset({ line, character: 0 });
  const end = line + 1 < text.lineCount ? text.offset({ line: line + 1, character: 0 }) : text.value.length;
  return [start, end];
}

function duplicateLine({ text }: History, random: Random): Edited {
  const [start, end] = lineAt(text, random.below(text.lineCount));
  return replaced(text, start, 0, text.value.slice(start, end));
}

function swapLines({ text }: History, random: Random): Edited {
  const line = random.below(text.lineCount);
  const [start, middle] = lineAt(text, line);
  const [, end] = lineAt(text, Math.min(line + 1, text.lineCount - 1));
  return replaced(text, start, end - start, text.value.slice(middle, end) + text.value.slice(start, middle));
}

/** As while an emoji is being deleted, or by an editor that thinks in units. */
function halfCharacter({ text }: History, random: Random): Edited {
  const pairs = Array.from(text.value.matchAll(/[\ud800-\udbff][\udc00-\udfff]/g), ({ index }) => index);
  if (pairs.length > 0 && random.chance(0.6))
    return replaced(text, random.pick(pairs) + random.below(2), 1, '');
  return replaced(text, random.below(text.value.length + 1), 0, random.pick(surrogates));
}

function paste({ text }: History, random: Random): Edited {
  const script = random.pick(scripts);
  const start = random.below(script.length + 1);
  const pasted = script.slice(start, start + random.below(300));
  return replaced(text, boundary(text, random), random.chance(0.3) ? random.below(40) : 0, pasted);
}

/** To a text of before, told as the one place that differs. */
function jumpBack({ text, before }: History, random: Random): Edited {
  if (before.length === 0) return replaced(text, 0, 0, '\n');
  const { value } = random.pick(before);
  const limit = Math.min(value.length, text.value.length);
  let start = 0;
  while (start < limit && value[start] === text.value[start]) start++;
  let same = 0;
  while (same < limit - start && value.at(-1 - same) === text.value.at(-1 - same)) same++;
  // No place lies between CR and LF.
  if (text.value[start] === '\n') start = Math.max(0, start - 1);
  if (text.value[text.value.length - same] === '\n') same = Math.max(0, same - 1);
  return replaced(text, start, text.value.length - same - start, value.slice(start, value.length - same));
}

function replaceAll(_: History, random: Random): Edited {
  const script = random.pick(scripts);
  const text = random.chance(0.3) ? script.replace(/\r?\n/g, random.chance(0.7) ? '\r\n' : '\r') : script;
  return { changes: [{ text }], text: new Text(text), cursor: random.below(text.length + 1) };
}

/** Several in one message, each at places of the text that the one before left. */
function several(history: History, random: Random): Edited {
  let { text, cursor } = history;
  const changes: TextDocumentContentChangeEvent[] = [];
  for (let left = 2 + random.below(2); left > 0; left--) {
    const insert = random.chance(0.7) ? random.pick(pieces) : '';
    const edited = replaced(text, boundary(text, random), random.below(4), insert);
    changes.push(...edited.changes);
    ({ text, cursor } = edited);
  }
  return { changes, text, cursor };
}

function startTyping(history: History, random: Random): Edited {
  history.cursor = boundary(history.text, random);
  history.typing = random.pick(typed);
  return goOnTyping(history);
}

function goOnTyping(history: History): Edited {
  // An editor sends a letter as it is typed, both of its halves.
  const [letter = ''] = history.typing;
  history.typing = history.typing.slice(letter.length);
  return replaced(history.text, Math.min(history.cursor, history.text.value.length), 0, letter);
}
