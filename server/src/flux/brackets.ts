import type { Span } from './positions.ts';
import type { Token } from './tokens.ts';

const openers: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/**
 * What stands in brackets, the brackets included, in the order in which they close. A bracket that nothing closes or
 * opens has no part in it.
 */
export function bracketPairs(tokens: readonly Token[]): Span[] {
  const pairs: Span[] = [];
  const open: Token[] = [];
  /** How many of each are open: what closes none of them need not look for its opener. */
  const counts = new Map<string, number>();
  const count = (text: string, change: number) => counts.set(text, (counts.get(text) ?? 0) + change);
  for (const token of tokens) {
    if (token.kind !== 'punctuation') continue;
    if (/^[([{]$/.test(token.text)) {
      open.push(token);
      count(token.text, 1);
    }
    const opener = openers[token.text];
    if (opener === undefined || !counts.get(opener)) continue;
    let last: Token | undefined;
    do {
      last = open.pop();
      if (last) count(last.text, -1);
    } while (last && last.text !== opener);
    if (last) pairs.push({ start: last.start, end: token.end });
  }
  return pairs;
}
