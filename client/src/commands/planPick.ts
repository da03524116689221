import * as vscode from 'vscode';
import type { Action, PlanItem } from '../sync/plan.ts';
import type { FolderState } from '../views/syncStatus.ts';

export type FolderItem = PlanItem<FolderState>;

/** One script that was ticked. */
export interface Chosen {
  readonly item: FolderItem;
  /** A conflict in which the other side's version is to be replaced. */
  readonly replaces: boolean;
}

export interface PlanQuestion {
  readonly title: string;
  readonly items: readonly FolderItem[];
  /** What replacing the other side is called: `Overwrite theirs`. */
  readonly replace: string;
  /** Shows what would change. */
  readonly show: (item: FolderItem) => Promise<void>;
  /** Opens the merge editor; the question is over then. Undefined where a script cannot be merged. */
  readonly merge: (item: FolderItem) => (() => Promise<void>) | undefined;
}

interface Row extends vscode.QuickPickItem {
  readonly item?: FolderItem;
}

const groups: readonly (readonly [Action, string, string])[] = [
  ['create', 'Create', 'add'],
  ['update', 'Update', 'edit'],
  ['delete', 'Delete', 'trash'],
  ['conflict', 'Conflicts: settled one by one', 'warning'],
];

const compareButton = { iconPath: new vscode.ThemeIcon('diff'), tooltip: 'Show Changes' };
const mergeButton = { iconPath: new vscode.ThemeIcon('git-merge'), tooltip: 'Merge' };

/**
 * Shows a plan to be ticked: what would be done, grouped, with the changes a click away. Deletions are not ticked; a
 * conflict can be ticked only once somebody has said that the other side is to be replaced.
 *
 * @returns undefined when nothing is to be done
 */
export async function pickPlan({
  title,
  items,
  replace,
  show,
  merge,
}: PlanQuestion): Promise<readonly Chosen[] | undefined> {
  const pick = vscode.window.createQuickPick<Row>();
  pick.title = title;
  const left = items.filter(({ action }) => action === 'leave').length;
  pick.placeholder = `Untick what is to stay as it is${left > 0 ? ` · ${left} left as ${left === 1 ? 'it is' : 'they are'}` : ''}`;
  pick.canSelectMany = true;
  pick.ignoreFocusOut = true;
  pick.matchOnDescription = true;
  const replaceButton = { iconPath: new vscode.ThemeIcon('arrow-swap'), tooltip: replace };
  const replacing = new Set<FolderItem>();

  const rows = (): Row[] =>
    groups.flatMap(([action, label, icon]) => {
      const own = items.filter((item) => item.action === action);
      if (own.length === 0) return [];
      return [
        { label: `${label} (${own.length})`, kind: vscode.QuickPickItemKind.Separator },
        ...own.map((item) => {
          const open = action === 'conflict' && !replacing.has(item);
          const more = open ? [...(merge(item) ? [mergeButton] : []), replaceButton] : [];
          return {
            label: `$(${icon}) ${item.state.name}`,
            description: replacing.has(item) ? `${item.reason} · ${replace}` : item.reason,
            buttons: [compareButton, ...more],
            item,
          };
        }),
      ];
    });
  const canBeTicked = ({ item }: Row) =>
    item !== undefined && (item.action !== 'conflict' || replacing.has(item));
  const fill = (ticked: (item: FolderItem) => boolean) => {
    pick.items = rows();
    pick.selectedItems = pick.items.filter((row) => row.item && canBeTicked(row) && ticked(row.item));
  };
  fill(({ action }) => action !== 'delete');

  return await new Promise((resolve) => {
    pick.onDidChangeSelection((selected) => {
      if (selected.every(canBeTicked)) return;
      pick.selectedItems = selected.filter(canBeTicked);
    });
    pick.onDidTriggerItemButton(({ item: { item }, button }) => {
      if (!item) return;
      if (button === compareButton) void show(item);
      else if (button === mergeButton) {
        resolve(undefined);
        pick.hide();
        void merge(item)?.();
      } else {
        const before = new Set(pick.selectedItems.map((row) => row.item));
        replacing.add(item);
        fill((each) => each === item || before.has(each));
      }
    });
    pick.onDidAccept(() => {
      const chosen = pick.selectedItems.flatMap(({ item }) =>
        item ? [{ item, replaces: replacing.has(item) }] : [],
      );
      resolve(chosen.length > 0 ? chosen : undefined);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}
