import * as vscode from 'vscode';
import { historyViewId } from '../contributions.ts';
import {
  describeOutcome,
  describeRows,
  describeScript,
  describeValue,
  describeValues,
} from '../runs/describe.ts';
import type { RunHistory, RunRecord } from '../runs/history.ts';
import { setContext } from './context.ts';

/** What the view of the runs shows. */
export type HistoryNode = DayNode | RunNode;

export interface DayNode {
  readonly kind: 'day';
  readonly label: string;
  readonly children: readonly RunNode[];
}

export interface RunNode {
  readonly kind: 'run';
  readonly run: RunRecord;
}

/** The runs of this workspace by day, the newest first. */
export class HistoryTree implements vscode.TreeDataProvider<HistoryNode>, vscode.Disposable {
  readonly #history: RunHistory;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #view: vscode.TreeView<HistoryNode>;
  readonly #stop: () => void;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(history: RunHistory) {
    this.#history = history;
    this.#view = vscode.window.createTreeView(historyViewId, {
      treeDataProvider: this,
      canSelectMany: true,
      showCollapseAll: true,
    });
    this.#stop = history.onChange(() => this.#show());
    this.#show();
  }

  /**
   * What a command works on that a key has called: VS Code tells it of no node, so keybindings pass `selection`.
   * @throws Error when nothing is selected
   */
  withSelection(args: readonly unknown[]): readonly unknown[] {
    if (args[0] !== 'selection') return args;
    const { selection } = this.#view;
    if (selection.length === 0) throw new Error('Select a run first.');
    return [selection[0], selection];
  }

  getTreeItem(node: HistoryNode): vscode.TreeItem {
    return node.kind === 'day' ? dayItem(node) : runItem(node);
  }

  getChildren(node?: HistoryNode): HistoryNode[] {
    if (node) return node.kind === 'day' ? [...node.children] : [];
    return days(this.#history.runs);
  }

  dispose(): void {
    this.#stop();
    this.#view.dispose();
    this.#changed.dispose();
  }

  #show(): void {
    setContext('fluxScripts.hasRuns', this.#history.runs.length > 0);
    this.#changed.fire();
  }
}

function days(runs: readonly RunRecord[]): DayNode[] {
  const byDay = new Map<string, RunRecord[]>();
  for (const run of runs) {
    const day = dayOf(run.started);
    byDay.set(day, [...(byDay.get(day) ?? []), run]);
  }
  return [...byDay].map(([label, some]) => ({
    kind: 'day',
    label,
    children: some.map((run) => ({ kind: 'run', run })),
  }));
}

function dayOf(time: number): string {
  const midnight = new Date().setHours(0, 0, 0, 0);
  if (time >= midnight) return 'Today';
  if (time >= new Date(midnight - 1).setHours(0, 0, 0, 0)) return 'Yesterday';
  return new Date(time).toLocaleDateString(undefined, { dateStyle: 'medium' });
}

function dayItem({ label, children }: DayNode): vscode.TreeItem {
  const open = label === 'Today' || label === 'Yesterday';
  const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(label, open ? Expanded : Collapsed);
  item.id = label;
  item.description = String(children.length);
  item.contextValue = 'day';
  return item;
}

const looks: Readonly<Record<RunRecord['outcome'], vscode.ThemeIcon>> = {
  done: new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed')),
  cancelled: new vscode.ThemeIcon('circle-slash'),
  failed: new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground')),
  incomplete: new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground')),
};

function runItem({ run }: RunNode): vscode.TreeItem {
  const item = new vscode.TreeItem(run.script.name);
  item.id = run.id;
  item.iconPath = looks[run.outcome];
  item.description = [
    clock(run.started),
    run.script.source === 'draft' && 'draft',
    run.outcome === 'done' ? describeRows(run.rows) : run.outcome,
    describeValues(run.values),
  ]
    .filter(Boolean)
    .join(' · ');
  item.contextValue = 'run';
  item.tooltip = tooltip(run);
  const said = [
    describeScript(run),
    describeOutcome(run),
    describeRows(run.rows),
    describeValues(run.values),
  ];
  item.accessibilityInformation = { label: `${said.filter(Boolean).join(', ')}, ${clock(run.started)}` };
  return item;
}

/** When a run began, for a list whose days are known. */
function clock(time: number): string {
  return new Date(time).toLocaleTimeString(undefined, { timeStyle: 'short' });
}

function tooltip(run: RunRecord): vscode.MarkdownString {
  const shown = new vscode.MarkdownString();
  shown.appendMarkdown('**').appendText(describeScript(run)).appendMarkdown('**\n\n');
  shown.appendText(describeOutcome(run)).appendMarkdown('\n\n');
  const rows: [string, string][] = [
    ['Began', new Date(run.started).toLocaleString()],
    ['Duration', `${Math.round(run.ms)} ms`],
    ['Rows', describeRows(run.rows)],
  ];
  for (const [label, value] of rows)
    shown.appendMarkdown(`${label}: `).appendText(value).appendMarkdown('  \n');
  if (run.values.length > 0) shown.appendMarkdown('\n');
  for (const value of run.values) {
    shown.appendText(`${value.name} = ${describeValue(value)}`).appendMarkdown('  \n');
  }
  return shown;
}
