import * as vscode from 'vscode';
import type { Connection } from '../connections/profile.ts';
import * as engine from '../sync/apply.ts';
import { entryForFile } from '../sync/manifest.ts';
import { planPull, planPush } from '../sync/plan.ts';
import { languageOfScript } from '../sync/status.ts';
import { mayPush } from '../views/beforePush.ts';
import type { TreeNode } from '../views/scriptsTree.ts';
import type { FolderState, SyncStatuses } from '../views/syncStatus.ts';
import { Cancelled, required, withProgress } from './command.ts';
import { requireActive } from './pickConnection.ts';
import { type Chosen, type FolderItem, pickPlan } from './planPick.ts';
import { workspaceFolder } from './pull.ts';
import { type PushCollaborators, push } from './push.ts';
import { sayWhatWasDone } from './syncSummary.ts';
import { type CommandArgument, selectedScripts } from './target.ts';

export interface SyncCollaborators extends PushCollaborators {
  readonly statuses: SyncStatuses;
}

/** Shows what a push of everything would do, and does what was ticked. */
export async function pushAll(
  with_: SyncCollaborators,
  only: (state: FolderState) => boolean = () => true,
): Promise<void> {
  const connection = requireActive(with_.connections);
  const items = planPush((await currentStates(with_)).filter(only));
  if (nothingToDo(items)) {
    return sayNothingToDo(`There is nothing to push to ${connection.name}.`, items, 'changed on the server', [
      'modifiedThere',
    ]);
  }
  const chosen = await required(
    pickPlan({
      title: `Push All to ${connection.name}`,
      items,
      replace: 'Overwrite the server’s version',
      show: (item) => showChange(with_, connection, item),
      merge: (item) => mergeOf(with_, connection, item),
    }),
  );
  const going = chosen.filter(({ item: { state } }) => state.local);
  const outgoing = going.map(({ item: { state } }) => ({
    name: state.name,
    text: state.local?.text ?? '',
    language: languageOfScript(state),
  }));
  const deletions = chosen.filter((each) => !going.includes(each)).map(({ item }) => item.state.name);
  if (!(await mayPush(with_.checker, connection, outgoing, deletions))) throw new Cancelled();
  await applyAll(with_, `Push to ${connection.name}`, chosen, (each) => pushItem(with_, connection, each));
}

/** Pushes what is meant: one script at once, several after showing what would be done. */
export async function pushSelected(
  with_: SyncCollaborators,
  argument: CommandArgument,
  selected?: readonly TreeNode[],
): Promise<void> {
  const nodes = selectedScripts(argument, selected);
  if (nodes.length <= 1) return await push(with_, nodes[0] ?? argument);
  const names = new Set(nodes.map((node) => (node.kind === 'script' ? node.script.name : node.state.name)));
  await pushAll(with_, ({ name, remote }) => names.has(remote?.name ?? name));
}

/** Shows what a pull of everything would do, and does what was ticked. */
export async function pullAll(with_: SyncCollaborators): Promise<void> {
  const connection = requireActive(with_.connections);
  const items = planPull(await currentStates(with_));
  if (nothingToDo(items)) {
    return sayNothingToDo(`There is nothing to pull from ${connection.name}.`, items, 'changed here', [
      'modifiedHere',
      'onlyHere',
    ]);
  }
  const chosen = await required(
    pickPlan({
      title: `Pull All from ${connection.name}`,
      items,
      replace: 'Replace what is here',
      show: (item) => showChange(with_, connection, item),
      merge: (item) => mergeOf(with_, connection, item),
    }),
  );
  const homeless = chosen.some(({ item }) => !item.state.folder);
  const folder = homeless ? await workspaceFolder() : undefined;
  await applyAll(with_, `Pull from ${connection.name}`, chosen, (each) =>
    pullItem(with_, connection, each, folder),
  );
}

/** How everything stands, as the server has it now. */
export async function currentStates({
  repository,
  statuses,
}: Pick<SyncCollaborators, 'repository' | 'statuses'>): Promise<readonly FolderState[]> {
  await repository.refresh();
  if (repository.state.kind === 'error') throw repository.state.error;
  await statuses.update();
  if (statuses.problem !== undefined) throw new Error(statuses.problem);
  return statuses.states;
}

async function applyAll(
  { repository, versions }: SyncCollaborators,
  title: string,
  chosen: readonly Chosen[],
  one: (chosen: Chosen) => Promise<engine.Outcome>,
): Promise<void> {
  const byItem = new Map(chosen.map((each) => [each.item, each]));
  const increment = 100 / chosen.length;
  // The signal is not passed on: what is begun is finished, so that everybody knows how it ended.
  const applied = await withProgress(`${title}…`, (signal, report) =>
    engine.apply(
      [...byItem.keys()],
      async (item) => {
        report({ message: item.state.name });
        const each = byItem.get(item);
        return each ? await one(each) : { kind: 'notBegun' };
      },
      { signal, onProgress: () => report({ increment }) },
    ),
  );
  await repository.refresh();
  void sayWhatWasDone(versions, title, applied);
}

async function pushItem(
  with_: SyncCollaborators,
  connection: Connection,
  { item: { state }, replaces }: Chosen,
): Promise<engine.Outcome> {
  const { file, folder: uri, remote } = state;
  if (file === undefined || !uri) return { kind: 'done', did: 'nothing' };
  const folder = with_.local.folder(connection, uri);
  const { scripts } = with_.connections.client(connection);
  if (!state.local)
    return await engine.push(folder, scripts, state, replaces && remote ? { overwrite: remote } : {});
  await settle(with_, state);
  const entry = entryForFile(await folder.manifest(), file);
  const local = entry && (await folder.local(entry));
  // Without its file a push would delete the script, and nobody has been asked about that.
  if (!entry || !local) throw new Error(`${file} is not here any more. Look at the plan again.`);
  if (replaces && !remote) return await engine.create(folder, scripts, entry, local.text);
  return await engine.push(
    folder,
    scripts,
    { ...state, local },
    replaces && remote ? { overwrite: remote } : {},
  );
}

async function pullItem(
  with_: SyncCollaborators,
  connection: Connection,
  { item: { state }, replaces }: Chosen,
  newFolder: vscode.Uri | undefined,
): Promise<engine.Outcome> {
  const uri = state.folder ?? newFolder;
  if (!uri) return { kind: 'notBegun' };
  if (state.uri && with_.merges.isOpen(state.uri)) throw new Error(unfinished);
  const { scripts } = with_.connections.client(connection);
  const options = replaces && state.local ? { overwrite: state.local.text } : {};
  return await engine.pull(with_.local.folder(connection, uri), scripts, state, options);
}

const unfinished = 'its merge is not complete. Complete it, or close the merge editor.';

/** What is pushed is what is on disk. */
async function settle({ merges }: SyncCollaborators, { uri }: FolderState): Promise<void> {
  if (!uri) return;
  if (merges.isOpen(uri)) throw new Error(unfinished);
  const key = uri.toString();
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === key);
  if (open?.isDirty && !(await open.save())) throw new Error('it could not be saved.');
}

/** The server's version at the left, ours at the right; what one side does not have is empty. */
async function showChange(
  { versions }: SyncCollaborators,
  connection: Connection,
  { state }: FolderItem,
): Promise<void> {
  const { name, remote, local, uri } = state;
  const left = remote ? versions.now(connection, remote) : versions.keep(name, '');
  const right = local && uri ? uri : versions.keep(name, '');
  await versions.diff(left, right, `${name} (${connection.name} ↔ here)`, true);
}

/** Texts that both sides have can be merged. */
function mergeOf(
  { merges }: SyncCollaborators,
  connection: Connection,
  { state: { remote, local, uri, base } }: FolderItem,
): (() => Promise<void>) | undefined {
  if (!remote || !local || !uri) return undefined;
  return async () => {
    const document = await vscode.workspace.openTextDocument(uri);
    if (document.isDirty) await document.save();
    await merges.open(connection, remote, document, base);
  };
}

function nothingToDo(items: readonly FolderItem[]): boolean {
  return items.every(({ action }) => action === 'leave');
}

function sayNothingToDo(
  text: string,
  items: readonly FolderItem[],
  words: string,
  statuses: readonly FolderState['status'][],
): void {
  const count = items.filter(({ state }) => statuses.includes(state.status)).length;
  const more = count > 0 ? ` ${count === 1 ? 'One was' : `${count} were`} ${words}.` : '';
  void vscode.window.showInformationMessage(`${text}${more}`);
}
