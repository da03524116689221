/** What stands in a text, from the lexer's view. A string with interpolations comes in parts. */
export type TokenKind =
  | 'comment'
  | 'keyword'
  | 'identifier'
  | 'integer'
  | 'float'
  | 'duration'
  | 'time'
  | 'regexp'
  /** A string without interpolations, its quotes included. */
  | 'string'
  /** The quote that opens a string with interpolations, the text between them, and the closing quote. */
  | 'stringStart'
  | 'stringText'
  | 'stringEnd'
  /** `${` and its `}`. */
  | 'interpolationStart'
  | 'interpolationEnd'
  | 'operator'
  | 'punctuation'
  /** What Flux has no use for. */
  | 'unknown';

/** UTF-16 offsets into the text. */
export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  /** What stands there; for comments, strings and regular expressions too. */
  readonly text: string;
}

export const keywords: ReadonlySet<string> = new Set([
  'and',
  'builtin',
  'else',
  'exists',
  'extends',
  'if',
  'import',
  'not',
  'option',
  'or',
  'package',
  'return',
  'testcase',
  'then',
]);

const blanks = /[\s\uFEFF]+/y;
const comment = /\/\/[^\r\n]*/y;
const identifier = /[\p{L}_][\p{L}\p{Nd}_]*/uy;
const time = /\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2}))?/y;
const duration = /(?:\d+(?:mo|ms|us|µs|ns|y|w|d|h|m|s))+/y;
const float = /\d+\.\d*|\.\d+/y;
const integer = /\d+/y;
const regexp = /\/(?:[^\\/\r\n]|\\[^\r\n])+\//y;
const operator = /=>|==|=~|!=|!~|<=|>=|<-|\|>|[-+*/%^<>=]/y;
const punctuation = /[()[\]{},:.?@]/y;
const stringText = /[^"\\$]*(?:(?:\\[\s\S]|\$(?!\{))[^"\\$]*)*/y;
/** The same, but for a string that has to end on its line. */
const stringLine = /[^"\\$\r\n]*(?:(?:\\[^\r\n]|\$(?!\{))[^"\\$\r\n]*)*/y;

/** Behind these a slash divides; elsewhere it begins a regular expression. */
const values: ReadonlySet<TokenKind> = new Set([
  'identifier',
  'integer',
  'float',
  'duration',
  'time',
  'regexp',
  'string',
  'stringEnd',
]);

/**
 * The tokens of a text, however broken, comments included and blanks left out. Every character that is not blank lies
 * in one token.
 *
 * Strings may run over several lines. One that never ends is being typed: then every string is taken to end with its
 * line, so that the rest of the text keeps its meaning.
 */
export function tokenize(text: string): Token[] {
  return lex(text, stringText) ?? lex(text, stringLine) ?? [];
}

/** @returns undefined when a string that may run over lines never ends */
function lex(text: string, stringPart: RegExp): Token[] | undefined {
  const tokens: Token[] = [];
  /** For each interpolation that is open: how many braces are open inside it, and the line end that ends it. */
  const interpolations: number[] = [];
  const lines = stringPart === stringLine;
  let at = 0;
  /** The last token but for comments. */
  let last: Token | undefined;

  const push = (kind: TokenKind, end: number) => {
    const token = { kind, start: at, end, text: text.slice(at, end) };
    tokens.push(token);
    if (kind !== 'comment') last = token;
    at = end;
  };
  const match = (pattern: RegExp): number => {
    pattern.lastIndex = at;
    return pattern.test(text) ? pattern.lastIndex : -1;
  };
  /** From behind the quote, or behind an interpolation's end. @returns whether the string ends */
  const string = (open: number): boolean => {
    const continued = open < 0;
    const from = continued ? at : open + 1;
    stringPart.lastIndex = from;
    stringPart.test(text);
    const end = stringPart.lastIndex;
    const closed = text[end] === '"';
    const interpolated = text[end] === '$' && text[end + 1] === '{';
    if (!closed && !interpolated && !lines) return false;
    if (!continued && !interpolated) {
      push('string', closed ? end + 1 : end);
      return true;
    }
    if (!continued) push('stringStart', from);
    if (end > at) push('stringText', end);
    if (interpolated) {
      push('interpolationStart', end + 2);
      interpolations.push(0);
    } else if (closed) {
      push('stringEnd', end + 1);
    }
    return true;
  };

  while (at < text.length) {
    const end = match(blanks);
    if (end > 0) {
      // What is open in a string that ends with its line ends with it, too.
      if (lines && interpolations.length > 0 && /[\r\n]/.test(text.slice(at, end))) interpolations.length = 0;
      at = end;
      continue;
    }
    const character = text[at] as string;
    if (character === '"') {
      if (!string(at)) return undefined;
      continue;
    }
    if (character === '}' && interpolations.at(-1) === 0) {
      interpolations.pop();
      push('interpolationEnd', at + 1);
      if (!string(-1)) return undefined;
      continue;
    }
    if (interpolations.length > 0) {
      const open = interpolations.length - 1;
      if (character === '{') interpolations[open] = (interpolations[open] ?? 0) + 1;
      if (character === '}') interpolations[open] = (interpolations[open] ?? 0) - 1;
    }
    const [kind, stop] = codeToken(character);
    push(kind, stop);
  }
  // A string whose interpolation never ends does not end either.
  return interpolations.length > 0 && !lines ? undefined : tokens;

  function codeToken(character: string): [TokenKind, number] {
    if (character === '/') {
      const ended = match(comment);
      if (ended > 0) return ['comment', ended];
      const value = last !== undefined && (values.has(last.kind) || /^[)\]}]$/.test(last.text));
      const regular = value ? -1 : match(regexp);
      if (regular > 0) return ['regexp', regular];
    }
    if (/[0-9.]/.test(character)) {
      for (const [kind, pattern] of numbers) {
        const ended = match(pattern);
        if (ended > 0) return [kind, ended];
      }
    }
    const name = match(identifier);
    if (name > 0) return [keywords.has(text.slice(at, name)) ? 'keyword' : 'identifier', name];
    const operation = match(operator);
    if (operation > 0) return ['operator', operation];
    const mark = match(punctuation);
    if (mark > 0) return ['punctuation', mark];
    return ['unknown', at + String.fromCodePoint(text.codePointAt(at) ?? 0).length];
  }
}

const numbers: readonly [TokenKind, RegExp][] = [
  ['time', time],
  ['duration', duration],
  ['float', float],
  ['integer', integer],
];

/** What a string's text stands for: `\n`, `\"`, `\x41` and their like are read. */
export function unescapeString(text: string): string {
  return text.replace(/((?:\\x[0-9a-fA-F]{2})+)|\\([\s\S])/g, (_, bytes: string | undefined, one: string) =>
    bytes === undefined ? (escapes[one] ?? one) : Buffer.from(bytes.replaceAll('\\x', ''), 'hex').toString(),
  );
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** A string literal that stands for a text. */
export function quote(value: string): string {
  const escaped = value.replace(/["\\]|\$\{/g, '\\$&');
  return `"${escaped.replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t')}"`;
}
