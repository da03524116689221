import * as vscode from 'vscode';
import type { SyncStatus } from '../sync/status.ts';

/** How a status is shown, everywhere the same. */
export interface StatusLook {
  /** Short, for lists and the status bar. */
  readonly words: string;
  /** A whole sentence, for tooltips. */
  readonly sentence: string;
  /** A codicon. */
  readonly icon: string;
  /** None where nothing calls for attention. */
  readonly color?: vscode.ThemeColor;
  /** Two characters at most, as VS Code demands of decorations. */
  readonly badge?: string;
}

const yellow = new vscode.ThemeColor('charts.yellow');
const blue = new vscode.ThemeColor('charts.blue');
const green = new vscode.ThemeColor('charts.green');
const red = new vscode.ThemeColor('charts.red');

/** In the order in which groups are shown: what wants a decision first. */
export const looks: Readonly<Record<SyncStatus, StatusLook>> = {
  conflict: {
    words: 'conflict',
    sentence: 'Changed here and on the server: compare, and choose.',
    icon: 'warning',
    color: red,
    badge: '!',
  },
  modifiedHere: {
    words: 'modified here',
    sentence: 'Changed here; the server has not seen it. Push brings it there.',
    icon: 'arrow-up',
    color: yellow,
    badge: 'M↑',
  },
  modifiedThere: {
    words: 'modified on the server',
    sentence: 'Changed on the server. Pull brings it here.',
    icon: 'arrow-down',
    color: blue,
    badge: 'M↓',
  },
  onlyHere: {
    words: 'only here',
    sentence: 'The server does not have it yet. Push makes it there.',
    icon: 'diff-added',
    color: green,
    badge: 'A↑',
  },
  deletedThere: {
    words: 'deleted on the server',
    sentence: 'It was on the server, and is not any more. The file here is still there.',
    icon: 'diff-removed',
    color: red,
    badge: 'D↓',
  },
  deletedHere: {
    words: 'deleted here',
    sentence: 'Its file here is gone; the server still has it.',
    icon: 'diff-removed',
    color: yellow,
    badge: 'D↑',
  },
  onlyThere: {
    words: 'only on the server',
    sentence: 'No file here holds it. Pull makes one.',
    icon: 'cloud',
  },
  inSync: {
    words: 'in sync',
    sentence: 'The same here and on the server.',
    icon: 'check',
    color: green,
  },
};

export const statusOrder = Object.keys(looks) as readonly SyncStatus[];
