import type { DocumentLink } from 'vscode-languageserver';
import type { Span } from '../flux/positions.ts';
import type { Token } from '../flux/tokens.ts';
import type { Script } from '../script.ts';

/** Backslashes begin an escape; the others end a link in Markdown and in prose. */
const url = /\bhttps?:\/\/[^\s"<>\\`|{}]+/g;

/** Links of a script: an import leads to its package's documentation, an address to its page. */
export function documentLink(script: Script): DocumentLink[] {
  const { positions } = script;
  return [...packages(script), ...addresses(script)]
    .sort((a, b) => a.start - b.start)
    .map(({ target, tooltip, ...span }) => ({
      range: positions.range(span),
      target,
      ...(tooltip !== undefined && { tooltip }),
    }));
}

interface Link extends Span {
  readonly target: string;
  readonly tooltip?: string;
}

function packages({ file, library, text }: Script): Link[] {
  return file.imports.flatMap(({ path }) => {
    const target = library.documentationUrl(path.value);
    if (target === undefined) return [];
    const closed = text[path.end - 1] === '"';
    const span = { start: path.start + 1, end: closed ? path.end - 1 : path.end };
    return [{ ...span, target, tooltip: `Documentation of the package ${path.value}` }];
  });
}

function addresses({ tokens }: Script): Link[] {
  return tokens.flatMap((token, index) => {
    if (token.kind !== 'comment' && token.kind !== 'string' && token.kind !== 'stringText') return [];
    return addressesIn(token, tokens[index + 1]?.kind === 'interpolationStart');
  });
}

/** @param open whether the text goes on with something that nobody knows before the script runs */
function addressesIn({ text, start }: Token, open: boolean): Link[] {
  return [...text.matchAll(url)].flatMap(({ 0: found, index }) => {
    if (open && index + found.length === text.length) return [];
    const target = withoutPunctuation(found);
    if (!URL.canParse(target)) return [];
    return [{ start: start + index, end: start + index + target.length, target }];
  });
}

/** Leaves out what belongs to the sentence around an address; a bracket that the address itself opens stays. */
function withoutPunctuation(address: string): string {
  let unopened = countOf(address, /[)\]]/g) - countOf(address, /[([]/g);
  let end = address.length;
  for (; end > 0; end--) {
    const last = address[end - 1] as string;
    const closes = last === ')' || last === ']';
    if (closes ? unopened <= 0 : !/[.,;:!?'*”’»…]/.test(last)) break;
    if (closes) unopened -= 1;
  }
  return address.slice(0, end);
}

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
