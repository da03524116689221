import type * as vscode from 'vscode';
import { Cancelled } from './command.ts';

/**
 * Shows an input and waits for its answer.
 * @param accept what Enter means; undefined while it means nothing
 * @param subscriptions are disposed with the input
 */
export function answered(
  input: vscode.InputBox | vscode.QuickPick<vscode.QuickPickItem>,
  title: string,
  accept: () => string | undefined,
  subscriptions: vscode.Disposable[],
): Promise<string> {
  input.title = title;
  input.ignoreFocusOut = true;
  return new Promise<string>((resolve, reject) => {
    subscriptions.push(
      input.onDidAccept(() => {
        const value = accept();
        if (value !== undefined) resolve(value);
      }),
      input.onDidHide(() => reject(new Cancelled())),
    );
    input.show();
  }).finally(() => {
    for (const subscription of subscriptions) subscription.dispose();
    input.dispose();
  });
}
