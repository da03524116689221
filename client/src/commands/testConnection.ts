import * as vscode from 'vscode';
import { checkConnection, reportText } from '../connections/checks.ts';
import type { Connections } from '../connections/connections.ts';
import type { Log } from '../log.ts';
import { buttonsFor, withProgress } from './command.ts';
import { pickConnection } from './pickConnection.ts';

/** Says what works and what does not, each in a sentence; the first thing that is wrong comes with the button that helps. */
export async function testConnection(connections: Connections, log: Log, name: unknown): Promise<void> {
  const connection = await pickConnection(connections, name, {
    title: 'Test Which Connection?',
    among: () => true,
    none: 'There is no connection to test.',
  });
  const report = await withProgress(`Testing ${connection.name}…`, (signal) =>
    checkConnection(connections.client(connection), connection, signal),
  );
  const { error, org } = report;
  const detail = reportText(report);
  log.info(`Test of ${connection.name}:\n${detail}`);
  if (error === undefined) {
    const message = `${connection.name} works: ${connection.url}, organization ${org ?? 'unknown'}.`;
    const details = 'Show Checks';
    if ((await vscode.window.showInformationMessage(message, details)) === details) {
      await vscode.window.showInformationMessage(message, { modal: true, detail });
    }
    return;
  }
  const failed = report.checks.find(({ outcome }) => outcome === 'failed')?.subject;
  const buttons = buttonsFor(error);
  const message = `${connection.name} does not work: ${failed}.`;
  const titles = buttons.map(({ title }) => title);
  const chosen = await vscode.window.showErrorMessage(message, { modal: true, detail }, ...titles);
  const button = buttons.find(({ title }) => title === chosen);
  if (button) await vscode.commands.executeCommand(button.command, connection.name);
}
