import * as vscode from 'vscode';
import type { Connections } from '../connections/connections.ts';
import type { Connection } from '../connections/profile.ts';
import { scriptScheme } from '../contributions.ts';
import type { StoredScript } from '../influx/scripts.ts';
import { same } from '../sync/differences.ts';
import { findByName } from '../sync/update.ts';
import type { LocalScripts } from '../views/localScripts.ts';
import type { RemoteDocuments } from '../views/remoteDocuments.ts';
import { scriptUri } from '../views/scriptUri.ts';
import type { ServerVersions } from '../views/serverVersions.ts';
import { required, withProgress } from './command.ts';
import { requireActive } from './pickConnection.ts';
import {
  type CommandArgument,
  documentUri,
  isScriptNode,
  type RemoteTarget,
  type Targets,
} from './target.ts';

export interface CompareCollaborators {
  readonly connections: Connections;
  readonly targets: Targets;
  readonly local: LocalScripts;
  readonly documents: RemoteDocuments;
  readonly versions: ServerVersions;
}

/** Shows the server's version of a script beside ours: its file, or else its document. */
export async function compareWithServer(
  with_: CompareCollaborators,
  argument: CommandArgument,
): Promise<void> {
  const { connection, script } = await theScript(with_, argument, 'Compare with Server');
  const ours = await holder(with_, argument, { connection, script });
  await with_.versions.compare(connection, script, ours);
}

/** Shows what has happened on the server since this script was last pulled or pushed from here. */
export async function compareWithBase(with_: CompareCollaborators, argument: CommandArgument): Promise<void> {
  const { connection, script } = await theScript(with_, argument, 'Compare with Last Synced');
  const ours = await holder(with_, argument, { connection, script });
  const base = ours.scheme === scriptScheme ? with_.documents.base(ours) : with_.local.base(connection, ours);
  if (!base) {
    throw new Error(
      `“${script.name}” was not pulled from ${connection.name} or pushed to it from here yet, so there is nothing to compare with.`,
    );
  }
  const { versions } = with_;
  const left = versions.keep(base.name, base.text, script.language);
  await versions.diff(
    left,
    versions.now(connection, script),
    `${script.name} (last synced ↔ ${connection.name})`,
  );
}

/** Shows a script as it is on two connections. */
export async function compareWithConnection(
  with_: CompareCollaborators,
  argument: CommandArgument,
): Promise<void> {
  const { connection, script } = await theScript(with_, argument, 'Compare with Connection');
  const other = await pickOther(with_.connections, connection);
  const there = await findByName(with_.connections.client(other).scripts, script.name);
  if (!there) throw new Error(`${other.name} has no script called “${script.name}”.`);
  const { versions } = with_;
  await versions.diff(
    versions.now(connection, script),
    versions.now(other, there),
    titleOf(script, connection, other),
  );
}

interface Row extends vscode.QuickPickItem {
  readonly open: () => Promise<void>;
}

/** Lists how the scripts of the active connection and of another one differ. */
export async function compareConnections({ connections, versions }: CompareCollaborators): Promise<void> {
  const connection = requireActive(connections);
  const other = await pickOther(connections, connection);
  const [here, there] = await withProgress(`Comparing ${connection.name} with ${other.name}…`, (signal) =>
    Promise.all([connection, other].map((each) => connections.client(each).scripts.list({ signal }))),
  );
  const found = compareLists(here ?? [], there ?? []);
  const summary = `${found.same} the same, ${found.different.length} different, ${found.left.length} only on ${connection.name}, ${found.right.length} only on ${other.name}`;
  if (found.different.length + found.left.length + found.right.length === 0) {
    void vscode.window.showInformationMessage(
      `${connection.name} and ${other.name} have the same scripts: ${found.same}.`,
    );
    return;
  }
  const changes = found.different.filter(({ text }) => text);
  const sides = ({ left, right }: Difference) =>
    [versions.now(connection, left), versions.now(other, right)] as const;
  const only = (script: StoredScript, on: Connection): Row => ({
    label: `$(file) ${script.name}`,
    open: async () => {
      const [uri, empty] = [versions.now(on, script), versions.keep(script.name, '')];
      const [left, right] = on === connection ? [uri, empty] : [empty, uri];
      await versions.diff(left, right, titleOf(script, connection, other));
    },
  });
  const all: Row = {
    label: `$(diff-multiple) Show all ${changes.length} differences`,
    open: async () => {
      const list = changes.map((difference) => {
        const [left, right] = sides(difference);
        return [right, left, right];
      });
      await vscode.commands.executeCommand('vscode.changes', `${connection.name} ↔ ${other.name}`, list);
    },
  };
  const chosen = await required(
    vscode.window.showQuickPick<Row>(
      [
        ...(changes.length > 1 ? [all] : []),
        ...group(
          'Different',
          found.different.map((difference) => ({
            label: `$(diff) ${difference.left.name}`,
            ...(difference.description && {
              description: difference.text ? 'description too' : 'only the description',
              detail: `“${(difference.left.description ?? '').trim()}” ↔ “${(difference.right.description ?? '').trim()}”`,
            }),
            open: () => versions.diff(...sides(difference), titleOf(difference.left, connection, other)),
          })),
        ),
        ...group(
          `Only on ${connection.name}`,
          found.left.map((script) => only(script, connection)),
        ),
        ...group(
          `Only on ${other.name}`,
          found.right.map((script) => only(script, other)),
        ),
      ],
      { title: `${connection.name} ↔ ${other.name}`, placeHolder: summary, ignoreFocusOut: true },
    ),
  );
  await chosen.open();
}

interface Difference {
  readonly left: StoredScript;
  readonly right: StoredScript;
  readonly text: boolean;
  readonly description: boolean;
}

/** Scripts of the same name are the same script: IDs differ between organizations. */
function compareLists(here: readonly StoredScript[], there: readonly StoredScript[]) {
  const byName = new Map(there.map((script) => [script.name, script]));
  const found = {
    same: 0,
    different: [] as Difference[],
    left: [] as StoredScript[],
    right: [] as StoredScript[],
  };
  for (const left of here.toSorted((a, b) => a.name.localeCompare(b.name))) {
    const right = byName.get(left.name);
    byName.delete(left.name);
    if (!right) {
      found.left.push(left);
      continue;
    }
    const text = !same('text', left.script, right.script);
    const description = !same('description', left.description ?? '', right.description ?? '');
    if (text || description) found.different.push({ left, right, text, description });
    else found.same += 1;
  }
  found.right.push(...[...byName.values()].toSorted((a, b) => a.name.localeCompare(b.name)));
  return found;
}

function group(label: string, rows: readonly Row[]): Row[] {
  if (rows.length === 0) return [];
  const head = { label: `${label} (${rows.length})`, kind: vscode.QuickPickItemKind.Separator };
  return [{ ...head, open: async () => undefined }, ...rows];
}

async function theScript(
  { targets }: CompareCollaborators,
  argument: CommandArgument,
  title: string,
): Promise<RemoteTarget> {
  const target = await targets.remote(argument);
  if (target) return target;
  if (documentUri(argument)) {
    throw new Error('This text is not a script on the server yet, so there is nothing to compare it with.');
  }
  return await required(targets.pick(title));
}

/** What holds a script here: the document that is meant, its file, or its remote document. */
async function holder(
  { local }: CompareCollaborators,
  argument: CommandArgument,
  { connection, script }: RemoteTarget,
): Promise<vscode.Uri> {
  const document = isScriptNode(argument) ? undefined : documentUri(argument);
  return document ?? (await local.holderOf(connection, script)) ?? scriptUri(connection, script);
}

async function pickOther(connections: Connections, than: Connection): Promise<Connection> {
  const others = connections.all.filter(({ name }) => name !== than.name);
  if (others.length === 0) {
    throw new Error(
      `There is only ${than.name}. Run “Flux Scripts: Add Connection…” to have another one to compare it with.`,
    );
  }
  const { connection } = await required(
    vscode.window.showQuickPick(
      others.map((connection) => ({ label: connection.name, description: connection.url, connection })),
      { title: `Compare ${than.name} with…`, placeHolder: 'The other connection' },
    ),
  );
  return connection;
}

function titleOf({ name }: StoredScript, left: Connection, right: Connection): string {
  return `${name} (${left.name} ↔ ${right.name})`;
}
