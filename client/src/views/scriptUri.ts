import * as vscode from 'vscode';
import type { Connection } from '../connections/profile.ts';
import { scriptScheme, serverVersionScheme } from '../contributions.ts';
import type { StoredScript } from '../influx/scripts.ts';
import { fileNameFor } from '../sync/fileName.ts';

/** The editable document of a script on the server: `flux-script:/<connection>/<id>/<name>.flux`. */
export function scriptUri(connection: Connection, script: StoredScript): vscode.Uri {
  return vscode.Uri.from({ scheme: scriptScheme, path: pathOf(connection, script) });
}

/** The server's version of a script, read-only. */
export function serverVersionUri(connection: Connection, script: StoredScript): vscode.Uri {
  return vscode.Uri.from({ scheme: serverVersionScheme, path: pathOf(connection, script) });
}

/** What a URI of either scheme speaks of; undefined for any other URI. */
export function parseScriptUri(uri: vscode.Uri): { connection: string; id: string } | undefined {
  if (uri.scheme !== scriptScheme && uri.scheme !== serverVersionScheme) return undefined;
  const [, connection, id, file, ...more] = uri.path.split('/');
  if (!connection || !id || !file || more.length > 0) return undefined;
  return { connection: decodeURIComponent(connection), id };
}

function pathOf(connection: Connection, script: StoredScript): string {
  return `/${encodeURIComponent(connection.name)}/${script.id}/${fileNameFor(script.name, script.language)}`;
}
