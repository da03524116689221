import * as vscode from 'vscode';
import type { CompileChecker } from '../languageClient.ts';

/** So many places of errors fit into a question. */
const shownErrors = 5;

/** Asks before a text that does not compile is sent to be run. @returns false when it is not to be sent */
export async function mayRunErrors(checker: CompileChecker, name: string, text: string): Promise<boolean> {
  const errors = await checker.compileErrors(text);
  if (errors.length === 0) return true;
  const run = 'Run All the Same';
  const places = errors.map(({ message, range }) => `line ${range.start.line + 1}: ${message}`);
  const more = places.length > shownErrors ? [`and ${places.length - shownErrors} more`] : [];
  const chosen = await vscode.window.showWarningMessage(
    `“${name}” does not compile.`,
    { modal: true, detail: [...places.slice(0, shownErrors), ...more].join('\n') },
    run,
  );
  return chosen === run;
}
