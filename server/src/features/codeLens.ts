import type { CodeLens } from 'vscode-languageserver';
import type { Script } from '../script.ts';

/** More than these would not be read. */
const shown = 4;

/** Above a script: invoke it, run it as it stands here, push it, compare it with the server's; and what it asks for. */
export function codeLens({ params, file, positions }: Script, uri: string): CodeLens[] {
  if (file.body.length === 0) return [];
  const range = positions.range({ start: 0, end: 0 });
  const lens = (title: string, command: string) => ({ range, command: { title, command, arguments: [uri] } });
  const names = params.parameters.map(({ name, expects }) =>
    expects === 'any' ? name : `${name}: ${expects}`,
  );
  const more = names.length > shown ? `, ${names.length - shown} more` : '';
  const summary = names.length === 0 ? 'no parameters' : names.slice(0, shown).join(', ') + more;
  return [
    lens('Invoke with Params', 'fluxScripts.invoke'),
    lens('Run Draft', 'fluxScripts.runDraft'),
    lens('Push', 'fluxScripts.push'),
    lens('Compare', 'fluxScripts.compareWithServer'),
    // Without a command it is only read.
    { range, command: { title: summary, command: '' } },
  ];
}
