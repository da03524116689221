import * as vscode from 'vscode';
import type { ContextKeys } from '../contributions.ts';

/** Tells `when` clauses something. */
export function setContext<Key extends keyof ContextKeys>(key: Key, value: ContextKeys[Key]): void {
  void vscode.commands.executeCommand('setContext', key, value);
}
