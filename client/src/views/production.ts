import * as vscode from 'vscode';
import type { Connection } from '../connections/profile.ts';

/**
 * Asks before something is changed on a connection that is marked as production.
 * @param question what is about to be done, as a question that names the connection
 * @param button what answers it with yes
 * @returns true on every other connection, without a question
 */
export async function mayChange(connection: Connection, question: string, button: string): Promise<boolean> {
  if (!connection.production) return true;
  const detail = `${connection.name} is marked as production (${connection.url}).`;
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, button)) === button;
}
