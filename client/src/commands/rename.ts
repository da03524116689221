import * as vscode from 'vscode';
import type { Connection } from '../connections/profile.ts';
import type { StoredScript } from '../influx/scripts.ts';
import { baseOf } from '../sync/base.ts';
import { isCurrent } from '../sync/differences.ts';
import { createScript, deleteScript, findScript, updateScript } from '../sync/update.ts';
import { scriptUri } from '../views/scriptUri.ts';
import { closeUnchanged, isDirty } from '../views/tabs.ts';
import { Cancelled, confirm } from './command.ts';
import { filesFollow, type Manage, theScript } from './manage.ts';
import { confirmProduction } from './production.ts';
import { offerFileRename } from './renameFile.ts';
import { askScriptName, namesOf } from './scriptName.ts';
import type { CommandArgument } from './target.ts';
import { tasksUsing } from './tasksUsing.ts';

/** Gives a script another name on the server, and in the manifest. */
export async function renameScript(with_: Manage, argument: CommandArgument): Promise<void> {
  const { connection, script } = await theScript(with_, argument, 'Rename Script');
  const document = scriptUri(connection, script);
  // The document's address holds the name: a draft would stay behind under the old one.
  if (isDirty(document) || with_.documents.hasDraft(document)) {
    throw new Error(
      `“${script.name}” is open with changes that are not pushed. Push or discard them, then rename it.`,
    );
  }
  const { scripts } = with_.connections.client(connection);
  const others = (await scripts.list()).filter(({ id }) => id !== script.id);
  const name = await askScriptName(
    `Rename ${script.name} on ${connection.name}`,
    namesOf(others, `on ${connection.name}`),
    script.name,
  );
  if (name === script.name) return;
  await confirmProduction(
    connection,
    `Rename “${script.name}” to “${name}” on ${connection.name}?`,
    'Rename',
  );
  // The text that the server has is no change: only the name is sent.
  const outcome = await updateScript(scripts, script.id, { text: script.script, name }, baseOf(script));
  switch (outcome.kind) {
    case 'updated':
    case 'unchanged':
      return await done(with_, connection, script, outcome.script);
    case 'ignored':
      return await done(
        with_,
        connection,
        script,
        await copyAndDelete(with_, connection, outcome.remote, name),
      );
    case 'conflict':
      await with_.repository.refresh();
      throw new Error(
        `Somebody else has just renamed “${script.name}” to “${outcome.remote.name}” on ${connection.name}. Nothing was changed.`,
      );
    case 'deleted':
      await with_.repository.refresh();
      throw new Error(`“${script.name}” is not on ${connection.name} any more: somebody has deleted it.`);
    default:
      outcome satisfies never;
  }
}

async function done(
  with_: Manage,
  connection: Connection,
  before: StoredScript,
  after: StoredScript,
): Promise<void> {
  const files = await filesFollow(with_, connection, before, after);
  const wasOpen = await closeUnchanged(scriptUri(connection, before));
  await with_.repository.refresh();
  if (wasOpen) await with_.documents.open(connection, after);
  confirm(`${before.name} is called ${after.name} now`);
  for (const file of files) void offerFileRename(with_, connection, file, after);
}

/** The way around a server that has dropped renaming. @returns the copy */
async function copyAndDelete(
  with_: Manage,
  connection: Connection,
  old: StoredScript,
  name: string,
): Promise<StoredScript> {
  const client = with_.connections.client(connection);
  const copy = 'Create Copy and Delete Old';
  const chosen = await vscode.window.showWarningMessage(
    `${connection.name} keeps the name “${old.name}”: this server does not rename scripts.`,
    {
      modal: true,
      detail: `A copy called “${name}” can be created and “${old.name}” deleted. The copy has another ID: whatever invokes the script by its ID has to follow. ${await tasksUsing(client, old)}`,
    },
    copy,
  );
  if (chosen !== copy) throw new Cancelled();
  const { description = '', script: text, language } = old;
  const created = await createScript(client.scripts, {
    name,
    description,
    text,
    ...(language !== undefined && { language }),
  });
  if (created.kind === 'nameTaken') {
    throw new Error(
      `Somebody has just made a script called “${name}” on ${connection.name}. Nothing was changed.`,
    );
  }
  const now = await findScript(client.scripts, old.id);
  if (now && !isCurrent(baseOf(old), now)) {
    await with_.repository.refresh();
    throw new Error(
      `“${name}” was created, but somebody has changed “${old.name}” on ${connection.name} meanwhile, so it was not deleted. Compare the two, and delete one.`,
    );
  }
  with_.deleted.add({ connection, script: old });
  const { gone } = await deleteScript(client.scripts, old.id);
  if (!gone) {
    with_.deleted.remove(old.id);
    await with_.repository.refresh();
    throw new Error(
      `“${name}” was created, but ${connection.name} still has “${old.name}” although it says that it is deleted. Delete it later.`,
    );
  }
  return created.script;
}
