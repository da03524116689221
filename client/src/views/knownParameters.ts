import * as vscode from 'vscode';
import { languageId } from '../contributions.ts';
import type { FluxLanguageClient } from '../languageClient.ts';
import type { LocalScripts } from './localScripts.ts';
import type { ScriptRepository } from './scriptRepository.ts';
import { parseScriptUri } from './scriptUri.ts';

/**
 * Tells the language server which parameters InfluxDB knows of the scripts that are shown, so that completion has them
 * while the text has not.
 */
export function tellKnownParameters(
  repository: ScriptRepository,
  local: LocalScripts,
  language: FluxLanguageClient,
): vscode.Disposable {
  const told = new Map<string, string>();
  const tell = async () => {
    const { state } = repository;
    if (state.kind !== 'ready') return;
    for (const { document } of vscode.window.visibleTextEditors) {
      if (document.languageId !== languageId) continue;
      const parsed = parseScriptUri(document.uri);
      const name = parsed ? undefined : await local.scriptName(document.uri).catch(() => undefined);
      const script = state.scripts.find((candidate) =>
        parsed
          ? parsed.connection === state.connection.name && candidate.id === parsed.id
          : candidate.name === name,
      );
      if (!script) continue;
      const key = `${script.id} ${script.updatedAt ?? ''}`;
      const uri = document.uri.toString();
      if (told.get(uri) === key) continue;
      told.set(uri, key);
      // Without them completion has a few keys less, which is not worth a message.
      const params = await repository.parameters(state.connection, script).catch(() => undefined);
      if (params) await language.tellKnown(document.uri, params);
      else told.delete(uri);
    }
  };
  return vscode.Disposable.from(
    vscode.window.onDidChangeVisibleTextEditors(() => void tell()),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => void told.delete(uri.toString())),
    repository.onDidChange(() => void tell()),
  );
}
