import * as vscode from 'vscode';
import type { Connection } from '../connections/profile.ts';
import type { StoredScript } from '../influx/scripts.ts';
import { baseOf } from '../sync/base.ts';
import { differences } from '../sync/differences.ts';
import { createScript, updateScript } from '../sync/update.ts';
import type { TreeNode } from '../views/scriptsTree.ts';
import { serverVersionUri } from '../views/scriptUri.ts';
import { required } from './command.ts';
import { type Manage, theScripts } from './manage.ts';
import { confirmProduction } from './production.ts';
import type { CommandArgument, RemoteTarget } from './target.ts';

type Copied = 'copied' | 'overwritten' | 'same' | 'skipped';

/** Copies scripts to another connection; over one that differs there only by choice. */
export async function copyToConnection(
  with_: Manage,
  argument: CommandArgument,
  selected?: readonly TreeNode[],
): Promise<void> {
  const sources = await theScripts(with_, argument, selected, 'Copy to Connection');
  const [{ connection: from } = sources[0] as RemoteTarget] = sources;
  const to = await askConnection(with_, from);
  const what = sources.length === 1 ? `“${sources[0]?.script.name}”` : `${sources.length} scripts`;
  await confirmProduction(to, `Copy ${what} to ${to.name}?`, 'Copy');
  const counts: Record<Copied, number> = { copied: 0, overwritten: 0, same: 0, skipped: 0 };
  const failures: string[] = [];
  try {
    for (const source of sources) {
      try {
        counts[await copyOne(with_, source, to)]++;
      } catch (error) {
        if (!(error instanceof Error) || error.name === 'Cancelled') throw error;
        failures.push(`${source.script.name}: ${error.message}`);
      }
    }
  } finally {
    if (with_.connections.active?.name === to.name) await with_.repository.refresh();
    const said = Object.entries(counts).filter(([, count]) => count > 0);
    if (said.length > 0) {
      const summary = said.map(([did, count]) => `${count} ${words[did as Copied]}`).join(', ');
      void vscode.window.showInformationMessage(`${what} to ${to.name}: ${summary}.`);
    }
  }
  if (failures.length > 0) {
    throw new Error(`Not copied to ${to.name}: ${failures.join(' ')} Copy those again.`);
  }
}

const words: Readonly<Record<Copied, string>> = {
  copied: 'copied',
  overwritten: 'overwritten there',
  same: 'the same there already',
  skipped: 'left as it is there',
};

async function askConnection({ connections }: Manage, from: Connection): Promise<Connection> {
  const others = connections.all.filter(({ name }) => name !== from.name);
  if (others.length === 0) {
    throw new Error(
      `There is no other connection than ${from.name}. Run “Flux Scripts: Add Connection…” first.`,
    );
  }
  const { connection } = await required(
    vscode.window.showQuickPick(
      others.map((connection) => ({
        label: connection.name,
        description: `${connection.url}${connection.production ? ' (production)' : ''}`,
        connection,
      })),
      { title: `Copy from ${from.name}`, placeHolder: 'Connection to copy to' },
    ),
  );
  return connection;
}

async function copyOne(with_: Manage, source: RemoteTarget, to: Connection): Promise<Copied> {
  const { scripts } = with_.connections.client(to);
  const { name, description = '', script: text, language } = source.script;
  const created = await createScript(scripts, {
    name,
    description,
    text,
    ...(language !== undefined && { language }),
  });
  if (created.kind === 'created') return 'copied';
  for (let there = created.remote; ; ) {
    const { both } = differences({ text, description }, undefined, there);
    if (both.length === 0) return 'same';
    if (!(await mayOverwrite(source, to, there, both))) return 'skipped';
    const outcome = await updateScript(scripts, there.id, { text, description }, baseOf(there));
    switch (outcome.kind) {
      case 'updated':
        return 'overwritten';
      case 'unchanged':
        return 'same';
      case 'conflict':
        // It has moved since it was shown.
        there = outcome.remote;
        continue;
      case 'ignored':
        throw new Error(`${to.name} keeps its own ${outcome.fields.join(' and ')}.`);
      case 'deleted':
        throw new Error(`somebody has just deleted it on ${to.name}.`);
      default:
        outcome satisfies never;
    }
  }
}

/** Shows what differs before it can be overwritten; what the two began as is not known. */
async function mayOverwrite(
  { connection: from, script }: RemoteTarget,
  to: Connection,
  there: StoredScript,
  differ: readonly string[],
): Promise<boolean> {
  const [compare, overwrite, skip] = ['Compare', 'Overwrite', 'Skip'] as const;
  const time = there.updatedAt ? ` Its version is from ${new Date(there.updatedAt).toLocaleString()}.` : '';
  const chosen = await required(
    vscode.window.showWarningMessage(
      `“${script.name}” exists on ${to.name}, with another ${differ.join(' and ')}.`,
      {
        modal: true,
        detail: `${time} Compare shows both; then it can be overwritten with the one of ${from.name}.`.trim(),
      },
      compare,
      overwrite,
      skip,
    ),
  );
  if (chosen !== compare) return chosen === overwrite;
  await vscode.commands.executeCommand(
    'vscode.diff',
    serverVersionUri(to, there),
    serverVersionUri(from, script),
    `${script.name} (${to.name} ↔ ${from.name})`,
    { preview: true },
  );
  const descriptions = differ.includes('description')
    ? ` Its description there is “${there.description?.trim() ?? ''}”, here “${script.description?.trim() ?? ''}”.`
    : '';
  // Not modal, so that the comparison can be read.
  const then = await required(
    vscode.window.showWarningMessage(
      `Overwrite “${script.name}” on ${to.name} with the version of ${from.name}?${descriptions}`,
      overwrite,
      skip,
    ),
  );
  return then === overwrite;
}
