import * as vscode from 'vscode';
import { createScript } from '../sync/update.ts';
import { required } from './command.ts';
import type { DeletedScript } from './deletedScripts.ts';
import { filesFollow, type Manage } from './manage.ts';
import { confirmProduction } from './production.ts';
import { askScriptName, copyName, namesOf } from './scriptName.ts';

/**
 * Makes scripts again that were deleted in this session, with the same text, name and description.
 * @param ids which of them; without, it asks
 */
export async function restoreDeleted(with_: Manage, ids?: readonly string[]): Promise<void> {
  const chosen = Array.isArray(ids)
    ? with_.deleted.all.filter(({ script }) => ids.includes(script.id))
    : await pick(with_);
  const [first] = chosen;
  if (!first) throw new Error('Nothing that was deleted in this session is left to be restored.');
  await confirmProduction(
    first.connection,
    `Create ${called(chosen)} again on ${first.connection.name}?`,
    'Create',
  );
  const restored: string[] = [];
  try {
    for (const one of chosen) {
      restored.push(await restore(with_, one));
      with_.deleted.remove(one.script.id);
    }
  } finally {
    await with_.repository.refresh();
    if (restored.length > 0) {
      void vscode.window.showInformationMessage(
        `Created again: ${restored.join(', ')}. What invokes a script by its ID needs the new one.`,
      );
    }
  }
}

async function pick({ deleted }: Manage): Promise<readonly DeletedScript[]> {
  if (deleted.all.length === 0) return [];
  const picked = await required(
    vscode.window.showQuickPick(
      deleted.all.map((one) => ({
        label: one.script.name,
        description: one.connection.name,
        detail: one.script.description?.trim() ?? '',
        one,
      })),
      {
        title: 'Restore Deleted Scripts',
        placeHolder: 'Scripts that were deleted in this session',
        canPickMany: true,
      },
    ),
  );
  return picked.map(({ one }) => one);
}

/** @returns the script with its new ID, for a message */
async function restore(with_: Manage, { connection, script, files = [] }: DeletedScript): Promise<string> {
  const { scripts } = with_.connections.client(connection);
  const { description = '', script: text, language } = script;
  for (let name = script.name; ; ) {
    const outcome = await createScript(scripts, {
      name,
      description,
      text,
      ...(language !== undefined && { language }),
    });
    if (outcome.kind === 'created') {
      await restoreFiles(with_, connection.name, files);
      await filesFollow(with_, connection, script, outcome.script);
      return `“${name}” (${outcome.script.id})`;
    }
    const taken = namesOf(await scripts.list(), `on ${connection.name}`);
    name = await askScriptName(
      `${connection.name} has a script called ${name}: restore under another name`,
      taken,
      copyName(name, taken),
    );
  }
}

/** Where there is nothing else by now. */
async function restoreFiles(
  { connections, local }: Manage,
  connectionName: string,
  files: NonNullable<DeletedScript['files']>,
): Promise<void> {
  const connection = connections.byName(connectionName);
  if (!connection) return;
  for (const { folder: uri, entry, text, base } of files) {
    const folder = local.folder(connection, uri);
    if ((await folder.files.read(entry.file)) !== undefined) continue;
    await folder.files.write(entry.file, text);
    await folder.note(entry);
    await folder.setBase(entry.file, base);
  }
}

function called(chosen: readonly DeletedScript[]): string {
  return chosen.length === 1 ? `“${chosen[0]?.script.name}”` : `${chosen.length} scripts`;
}
