import * as vscode from 'vscode';
import { section } from '../contributions.ts';
import type { ReadingOptions } from '../results/reading.ts';

const MEGABYTE = 1024 * 1024;
const DEFAULT_MEGABYTES = 256;
const LEAST_MEGABYTES = 16;

/** What the settings say of how a run is read, at this moment. */
export function resultsOptions(): ReadingOptions {
  const set = vscode.workspace.getConfiguration(section).get<unknown>('results.memoryLimit');
  const megabytes = typeof set === 'number' && Number.isFinite(set) ? set : DEFAULT_MEGABYTES;
  return { maxBytes: Math.max(LEAST_MEGABYTES, megabytes) * MEGABYTE };
}

/** Whether what is made for spreadsheets is to hold nothing that they would run; read for each export and copy. */
export function defusesFormulas(): boolean {
  return vscode.workspace.getConfiguration(section).get('results.defuseFormulas') !== false;
}
