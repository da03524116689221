import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver';
import type { Script } from '../script.ts';
import type { Place } from './place.ts';

/** In the list below `## Parameters`: the keys that it lacks. */
export function documentedKeys(
  { text, params, tokens, positions }: Script,
  { token, offset }: Place,
): CompletionItem[] {
  if (!token) return [];
  const [, before = '', typed = ''] =
    /^(\/\/\s*[-*]\s+`?)([\w]*)$/.exec(text.slice(token.start, offset)) ?? [];
  if (before === '') return [];
  const comments = tokens.slice(0, tokens.indexOf(token)).filter(({ kind }) => kind === 'comment');
  const heading = comments.findLast((comment) => /^\/\/\s*#/.test(comment.text));
  if (!heading || !/^\/\/\s*#+\s+parameters\s*$/i.test(heading.text)) return [];
  const range = positions.range({ start: offset - typed.length, end: offset });
  return (
    params.parameters
      // The empty key has no name that a list could show.
      .filter(({ name }) => name !== '' && !params.documentation.has(name))
      .map(({ name, expects }) => ({
        label: name,
        kind: CompletionItemKind.Field,
        detail: expects,
        textEdit: { range, newText: `${name}: ` },
      }))
  );
}
