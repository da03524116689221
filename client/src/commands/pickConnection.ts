import * as vscode from 'vscode';
import type { Connections } from '../connections/connections.ts';
import type { Connection } from '../connections/profile.ts';
import { NotTrusted, required } from './command.ts';

export interface ConnectionPick {
  readonly title: string;
  /** Which connections it can be done with. */
  readonly among: (connection: Connection) => boolean;
  /** What is said when there are connections, and none of those. */
  readonly none: string;
  /** Whether one is picked even where there is no choice. */
  readonly always?: boolean;
}

/**
 * The connection that is named, as by an error's button, or else the one that is picked, of which the active one is first. Menus pass
 * other things than names.
 *
 * @throws Error saying why there is none; Cancelled
 */
export async function pickConnection(
  connections: Connections,
  name: unknown,
  { title, among, none, always }: ConnectionPick,
): Promise<Connection> {
  const active = requireActive(connections);
  const named = typeof name === 'string' ? connections.byName(name) : undefined;
  const candidates = named ? [named] : connections.all;
  const isActive = (connection: Connection) => connection.name === active.name;
  const fitting = candidates.filter(among).sort((a, b) => Number(isActive(b)) - Number(isActive(a)));
  const [first, ...more] = fitting;
  if (!first) throw new Error(none);
  if (named || (more.length === 0 && !always)) return first;
  const { connection } = await required(
    vscode.window.showQuickPick(
      fitting.map((connection) => ({
        label: connection.name,
        description: isActive(connection) ? `active · ${connection.url}` : connection.url,
        detail: whereFrom(connections, connection),
        connection,
      })),
      { title, ignoreFocusOut: true, matchOnDescription: true },
    ),
  );
  return connection;
}

/** Where a connection is kept, in words. */
export function whereFrom(connections: Connections, connection: Connection): string {
  if (connection.source === 'sandbox') return 'runs in this window';
  return connections.isOfWorkspace(connection) ? 'in the workspace’s settings' : 'in your settings';
}

/** @throws Error telling how to get one, when there is no connection */
export function requireActive(connections: Connections): Connection {
  const { active } = connections;
  if (active) return active;
  requireTrust();
  throw new Error(
    connections.problems[0] ??
      'There is no connection yet. Run “Flux Scripts: Add Connection…”, or “Flux Scripts: Try It in the Sandbox”.',
  );
}

/** @throws NotTrusted */
export function requireTrust(): void {
  if (!vscode.workspace.isTrusted) throw new NotTrusted();
}
