import * as vscode from 'vscode';
import { scriptScheme } from '../contributions.ts';
import type { BaseStore } from '../sync/base.ts';
import { isCurrent } from '../sync/differences.ts';
import type { SyncStatus } from '../sync/status.ts';
import type { RemoteDocuments } from './remoteDocuments.ts';
import type { ScriptRepository } from './scriptRepository.ts';
import { parseScriptUri } from './scriptUri.ts';

/**
 * How a remote document stands: what is unsaved or a draft is “here”.
 * @returns undefined for any other document, and for one of a connection that is not the active one
 */
export function remoteStatus(
  uri: vscode.Uri,
  repository: ScriptRepository,
  documents: RemoteDocuments,
  bases: BaseStore,
): SyncStatus | undefined {
  const { state } = repository;
  const parsed = uri.scheme === scriptScheme ? parseScriptUri(uri) : undefined;
  if (!parsed || state.kind !== 'ready' || parsed.connection !== state.connection.name) return undefined;
  const remote = state.scripts.find(({ id }) => id === parsed.id);
  if (!remote) return 'deletedThere';
  const base = bases.get(state.connection.url, uri.toString());
  const here = documents.hasDraft(uri) || isDirty(uri);
  const there = base !== undefined && !isCurrent(base, remote);
  if (here && there) return 'conflict';
  return here ? 'modifiedHere' : there ? 'modifiedThere' : 'inSync';
}

function isDirty(uri: vscode.Uri): boolean {
  const key = uri.toString();
  return vscode.workspace.textDocuments.some(
    (document) => document.isDirty && document.uri.toString() === key,
  );
}
