import type { Uri } from 'vscode';

/** The names that package.json declares, typed once; a test compares the two. */

export const commandIds = [
  'fluxScripts.addConnection',
  'fluxScripts.switchConnection',
  'fluxScripts.editConnection',
  'fluxScripts.enterToken',
  'fluxScripts.testConnection',
  'fluxScripts.removeConnection',
  'fluxScripts.startSandbox',
  'fluxScripts.stopSandbox',
  'fluxScripts.refresh',
  'fluxScripts.openScript',
  'fluxScripts.pull',
  'fluxScripts.push',
  'fluxScripts.compareWithServer',
  'fluxScripts.discardDraft',
  'fluxScripts.invoke',
  'fluxScripts.newScript',
  'fluxScripts.renameScript',
  'fluxScripts.editDescription',
  'fluxScripts.duplicateScript',
  'fluxScripts.copyToConnection',
  'fluxScripts.deleteScript',
  'fluxScripts.restoreDeleted',
  'fluxScripts.copyScriptId',
  'fluxScripts.copyInvokeUrl',
  'fluxScripts.copyAs',
  'fluxScripts.pushAll',
  'fluxScripts.pullAll',
  'fluxScripts.mergeWithServer',
  'fluxScripts.completeMerge',
  'fluxScripts.compareWithBase',
  'fluxScripts.compareWithConnection',
  'fluxScripts.compareConnections',
  'fluxScripts.showLog',
  'fluxScripts.restartLanguageServer',
  'fluxScripts.sortByName',
  'fluxScripts.sortByUpdated',
  'fluxScripts.groupByStatus',
  'fluxScripts.showFlat',
  'fluxScripts.filterScripts',
  'fluxScripts.clearFilter',
  'fluxScripts.openFile',
  'fluxScripts.scriptActions',
] as const;
export type CommandId = (typeof commandIds)[number];

/** Settings, without their section. */
export const section = 'fluxScripts';
export const settingIds = [
  'connections',
  'diagnostics.compiler',
  'diagnostics.parameters',
  'diagnostics.documentation',
  'diagnostics.dashboards',
  'diagnostics.unused',
  'diagnostics.style',
  'inlayHints.parameterTypes',
  'inlayHints.pipedArguments',
  'trace.server',
] as const;

/** What `when` clauses can ask. */
export interface ContextKeys {
  /** What the sidebar shows. */
  readonly 'fluxScripts.state': 'none' | 'loading' | 'empty' | 'error' | 'ready';
  readonly 'fluxScripts.sandboxRunning': boolean;
  /** What the sidebar sorts scripts by. */
  readonly 'fluxScripts.sort': 'name' | 'updated';
  /** Whether the sidebar groups scripts by their status. */
  readonly 'fluxScripts.grouped': boolean;
  /** Whether the sidebar shows only what a filter lets through. */
  readonly 'fluxScripts.filtered': boolean;
  /** The documents that a script of the server is being merged into. */
  readonly 'fluxScripts.merging': readonly Uri[];
}

export const viewId = 'fluxScripts';
export const languageId = 'flux';
/** Scripts on the server, as editable documents. */
export const scriptScheme = 'flux-script';
/** The server's version of a script, as a read-only side of a comparison. */
export const serverVersionScheme = 'flux-script-server';
