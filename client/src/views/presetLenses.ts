import * as vscode from 'vscode';
import type { CommandId } from '../contributions.ts';
import { memberOf, objectAt } from '../params/jsonText.ts';
import { parsePresets, presetsSuffix } from '../params/presets.ts';

/** “Invoke” above each preset in its file. */
export function presetLenses(): vscode.Disposable {
  return vscode.languages.registerCodeLensProvider(
    { language: 'json', pattern: `**/*${presetsSuffix}` },
    { provideCodeLenses: lenses },
  );
}

/** While somebody types, the text mostly is no JSON: lines that come and go would make it jump. */
const last = new WeakMap<vscode.TextDocument, vscode.CodeLens[]>();

function lenses(document: vscode.TextDocument): vscode.CodeLens[] {
  const text = document.getText();
  try {
    parsePresets(text, '');
  } catch {
    // The JSON language service says what is wrong.
    return last.get(document) ?? [];
  }
  const member = memberOf(objectAt(text, 0), 'presets');
  const presets = member && objectAt(text, member.valueStart);
  const now = (presets?.members ?? []).map(({ key, start }) => {
    const position = document.positionAt(start);
    const command: CommandId = 'fluxScripts.invokeWithPreset';
    return new vscode.CodeLens(new vscode.Range(position, position), {
      title: '$(play) Invoke',
      tooltip: `Invokes the script with “${key}”`,
      command,
      arguments: [document.uri, key],
    });
  });
  last.set(document, now);
  return now;
}
