import * as vscode from 'vscode';
import { languageId, serverVersionScheme } from '../contributions.ts';

/** Above a script: invoke it, push it. */
export class ScriptLenses implements vscode.CodeLensProvider {
  static register(): vscode.Disposable {
    return vscode.languages.registerCodeLensProvider({ language: languageId }, new ScriptLenses());
  }

  provideCodeLenses({ uri }: vscode.TextDocument): vscode.CodeLens[] {
    if (uri.scheme === serverVersionScheme) return [];
    const top = new vscode.Range(0, 0, 0, 0);
    return [
      new vscode.CodeLens(top, {
        title: '$(play) Invoke with Params',
        command: 'fluxScripts.invoke',
        arguments: [uri],
      }),
      new vscode.CodeLens(top, {
        title: '$(cloud-upload) Push',
        command: 'fluxScripts.push',
        arguments: [uri],
      }),
    ];
  }
}
