import * as vscode from 'vscode';
import type { Connections } from '../connections/connections.ts';
import type { Connection } from '../connections/profile.ts';
import { languageId, scriptScheme } from '../contributions.ts';
import type { StoredScript } from '../influx/scripts.ts';
import { findScript } from '../sync/update.ts';
import type { LocalScripts } from '../views/localScripts.ts';
import type { ScriptRepository } from '../views/scriptRepository.ts';
import type { LocalScriptNode, ScriptNode, TreeNode } from '../views/scriptsTree.ts';
import { parseScriptUri } from '../views/scriptUri.ts';
import { requireActive, requireTrust } from './pickConnection.ts';

/**
 * What a command gets: a sidebar's node, an editor's URI, or nothing from the palette. From the sidebar a second argument
 * follows, `selected?: readonly TreeNode[]`: all nodes that are selected, the first argument among them, when there are
 * several. `selectedScripts` reads the two.
 */
export type CommandArgument = TreeNode | vscode.Uri | undefined;

/** A script as the sidebar shows it: on the server, or only here. */
export type SidebarScript = ScriptNode | LocalScriptNode;

/** A script on a server. */
export interface RemoteTarget {
  readonly connection: Connection;
  readonly script: StoredScript;
}

/** What the commands that work on a script have in common: finding out which one is meant. */
export class Targets {
  readonly #connections: Connections;
  readonly #repository: ScriptRepository;
  readonly #local: LocalScripts;

  constructor(connections: Connections, repository: ScriptRepository, local: LocalScripts) {
    this.#connections = connections;
    this.#repository = repository;
    this.#local = local;
  }

  /**
   * The script that the argument or the active editor speaks of, fresh from the server; undefined when there is none, or
   * when the server has none for that document yet.
   *
   * @throws InfluxError; Error when the script is gone or its connection is
   */
  async remote(argument: CommandArgument): Promise<RemoteTarget | undefined> {
    if (isScriptNode(argument)) return await this.#fresh(argument.connection, argument.script);
    const uri = documentUri(argument);
    if (!uri) return undefined;
    const parsed = parseScriptUri(uri);
    if (parsed) {
      const connection = this.#connections.byName(parsed.connection);
      if (!connection) {
        requireTrust();
        throw new Error(
          `There is no connection called “${parsed.connection}”. Add it, or start the sandbox.`,
        );
      }
      return await this.#fresh(connection, { id: parsed.id, name: nameOf(uri) });
    }
    return await this.ofFile(uri);
  }

  /** The active connection's script for a file; undefined when it has none. */
  async ofFile(file: vscode.Uri): Promise<RemoteTarget | undefined> {
    const name = await this.#local.scriptName(file);
    if (name === undefined) return undefined;
    const connection = requireActive(this.#connections);
    const { scripts } = this.#connections.client(connection);
    const base = this.#local.base(connection, file);
    const known = base && (await findScript(scripts, base.id));
    if (known) return { connection, script: { ...known, id: base.id } };
    // Whether the server's filter is exact is nowhere documented.
    const named = (await scripts.list({ name })).find((script) => script.name === name);
    return named?.id === undefined ? undefined : { connection, script: { ...named, id: named.id } };
  }

  /** The ID of the script that a document holds, as far as is known without asking the server. */
  idOf(connection: Connection, document: vscode.Uri): string | undefined {
    return parseScriptUri(document)?.id ?? this.#local.base(connection, document)?.id;
  }

  /** Lets the person choose among the active connection's scripts. */
  async pick(title: string): Promise<RemoteTarget | undefined> {
    const connection = requireActive(this.#connections);
    await this.#repository.loaded;
    const { state } = this.#repository;
    if (state.kind === 'error') throw state.error;
    const scripts = state.kind === 'ready' ? state.scripts : [];
    if (scripts.length === 0) throw new Error(`There are no scripts on ${connection.name} yet.`);
    const chosen = await vscode.window.showQuickPick(
      scripts.map((script) => ({
        label: script.name,
        description: script.description?.trim() ?? '',
        script,
      })),
      { title, placeHolder: `A script on ${connection.name}`, matchOnDescription: true },
    );
    return chosen && { connection, script: chosen.script };
  }

  async #fresh(connection: Connection, script: { id: string; name: string }): Promise<RemoteTarget> {
    const found = await findScript(this.#connections.client(connection).scripts, script.id);
    if (found) return { connection, script: { ...found, id: script.id } };
    void this.#repository.refresh();
    throw new Error(
      `“${script.name}” is not on ${connection.name} any more: somebody has deleted it. A text that is still open here can be pushed as a new script.`,
    );
  }
}

export function isScriptNode(argument: CommandArgument): argument is ScriptNode {
  return argument !== undefined && !(argument instanceof vscode.Uri) && argument.kind === 'script';
}

/** A script that the server does not have: only its file is there. */
export function isLocalNode(argument: CommandArgument): argument is LocalScriptNode {
  return argument !== undefined && !(argument instanceof vscode.Uri) && argument.kind === 'local';
}

/**
 * The scripts of the sidebar that a command is meant for: those that are selected, or else the one that it was called
 * on. Empty when it was called from elsewhere. A group stands for the scripts in it.
 */
export function selectedScripts(
  argument: CommandArgument,
  selected?: readonly TreeNode[],
): readonly SidebarScript[] {
  if (argument === undefined || argument instanceof vscode.Uri) return [];
  const nodes = selected?.length ? selected : [argument];
  const scripts = nodes.flatMap((node) => {
    if (node.kind === 'group') return node.children;
    return node.kind === 'script' || node.kind === 'local' ? [node] : [];
  });
  return [...new Set(scripts)];
}

/** The document that is meant: the argument's, or the active editor's when it is one of ours. */
export function documentUri(argument: CommandArgument): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) return argument;
  if (isLocalNode(argument)) return argument.state.uri;
  if (argument !== undefined) return undefined;
  const document = vscode.window.activeTextEditor?.document;
  if (!document) return undefined;
  const ours = document.languageId === languageId || document.uri.scheme === scriptScheme;
  return ours ? document.uri : undefined;
}

function nameOf(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1).replace(/\.flux$/, '');
}
