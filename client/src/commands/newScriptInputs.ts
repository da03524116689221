import * as vscode from 'vscode';
import type { Connection } from '../connections/profile.ts';
import type { ScriptsApi } from '../influx/scripts.ts';
import { required } from './command.ts';
import { askScriptName, namesOf } from './scriptName.ts';

/** What a script gets besides its text. */
export interface Described {
  readonly name: string;
  /** Left out when it is blank. */
  readonly description?: string;
}

/**
 * Asks what a text that becomes a new script is to be called, and what it is for.
 * @throws InfluxError; Cancelled on Esc
 */
export async function describeNewScript(
  scripts: ScriptsApi,
  connection: Connection,
  document: vscode.TextDocument,
): Promise<Described> {
  const taken = namesOf(await scripts.list(), `on ${connection.name}: pull it to push a change of it`);
  const file = document.uri.path.slice(document.uri.path.lastIndexOf('/') + 1);
  const suggested = document.isUntitled ? '' : file.replace(/\.[^.]+$/, '');
  const name = await askScriptName(`New script on ${connection.name} (1/2)`, taken, suggested);
  const description = await required(
    vscode.window.showInputBox({
      title: `New script “${name}” on ${connection.name} (2/2)`,
      prompt: 'Description',
      value: firstSentence(document.getText()),
      ignoreFocusOut: true,
    }),
  );
  return { name, ...(description.trim() !== '' && { description: description.trim() }) };
}

/** The doc comment's first sentence, as a description. */
function firstSentence(text: string): string {
  const [, first = ''] = /^\s*\/\/[ \t]*(?!#)([^\r\n]+)/.exec(text) ?? [];
  return first.trim();
}
