import type { TextChange } from '../flux/edits.ts';
import { Script } from '../script.ts';

/** The script as changes would leave it: read again, it tells whether they change what other names mean. */
export function preview({ text, library }: Script, changes: readonly TextChange[]): Script {
  const fromLast = changes.toSorted((a, b) => b.start - a.start);
  const changed = fromLast.reduce(
    (result, { start, end, newText }) => result.slice(0, start) + newText + result.slice(end),
    text,
  );
  return new Script(changed, library);
}
