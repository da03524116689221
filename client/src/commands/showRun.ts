import * as vscode from 'vscode';
import type { ResultsPanel, ResultsRun } from '../views/resultsPanel.ts';
import { withProgress } from './command.ts';

/**
 * Runs and shows, and says at the window's edge that it runs. The panel shows the run, and cancels it; a notification would only lie
 * over the rows.
 *
 * @throws what the run failed with
 */
export async function showRun(results: ResultsPanel, run: ResultsRun): Promise<void> {
  const outcome = await withProgress(
    `Running ${run.scriptName} on ${run.connectionName}…`,
    (signal) => results.show(run, signal),
    vscode.ProgressLocation.Window,
  );
  if (outcome.kind === 'failed') throw outcome.error;
}
