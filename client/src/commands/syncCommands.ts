import type { Uri } from 'vscode';
import type { CommandId } from '../contributions.ts';
import type { TreeNode } from '../views/scriptsTree.ts';
import {
  type CompareCollaborators,
  compareConnections,
  compareWithBase,
  compareWithConnection,
  compareWithServer,
} from './compare.ts';
import { completeMerge, mergeWithServer } from './merge.ts';
import { type PullCollaborators, pull } from './pull.ts';
import { pullHere } from './pullHere.ts';
import { pullAll, pushAll, pushSelected, type SyncCollaborators } from './syncAll.ts';
import type { CommandArgument } from './target.ts';

/** The commands that bring files and the server into step, and show how they differ. */
export function syncCommands(with_: SyncCollaborators & PullCollaborators & CompareCollaborators) {
  return {
    'fluxScripts.push': (argument: CommandArgument, selected?: readonly TreeNode[]) =>
      pushSelected(with_, argument, selected),
    'fluxScripts.pushAll': () => pushAll(with_),
    'fluxScripts.pull': (argument: CommandArgument, selected?: readonly TreeNode[], into?: Uri) =>
      pull(with_, argument, selected, into),
    'fluxScripts.pullHere': (folder?: Uri) => pullHere(with_, folder),
    'fluxScripts.pullAll': () => pullAll(with_),
    'fluxScripts.mergeWithServer': (argument: CommandArgument) => mergeWithServer(with_, argument),
    'fluxScripts.completeMerge': () => completeMerge(),
    'fluxScripts.compareWithServer': (argument: CommandArgument) => compareWithServer(with_, argument),
    'fluxScripts.compareWithBase': (argument: CommandArgument) => compareWithBase(with_, argument),
    'fluxScripts.compareWithConnection': (argument: CommandArgument) =>
      compareWithConnection(with_, argument),
    'fluxScripts.compareConnections': () => compareConnections(with_),
  } satisfies Partial<Record<CommandId, unknown>>;
}
