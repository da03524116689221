import * as vscode from 'vscode';
import type { Connections } from '../connections/connections.ts';
import { section } from '../contributions.ts';

/** Says once of each entry in the settings that cannot be used what is wrong with it. */
export function reportSettingProblems(connections: Connections): vscode.Disposable {
  const told = new Set<string>();
  const report = async () => {
    const fresh = connections.problems.filter((problem) => !told.has(problem));
    if (fresh.length === 0) return;
    for (const problem of fresh) told.add(problem);
    const open = 'Open Settings';
    const chosen = await vscode.window.showWarningMessage(fresh.join(' '), open);
    if (chosen === open) {
      await vscode.commands.executeCommand('workbench.action.openSettings', `${section}.connections`);
    }
  };
  void report();
  return connections.onDidChange(() => void report());
}
