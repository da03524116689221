import type { Uri } from 'vscode';

/** The names that package.json declares, typed once; a test compares the two. */

export const commandIds = [
  'fluxScripts.addConnection',
  'fluxScripts.importConnections',
  'fluxScripts.switchConnection',
  'fluxScripts.editConnection',
  'fluxScripts.enterToken',
  'fluxScripts.enterPassphrase',
  'fluxScripts.testConnection',
  'fluxScripts.removeConnection',
  'fluxScripts.startSandbox',
  'fluxScripts.stopSandbox',
  'fluxScripts.sandboxActions',
  'fluxScripts.refresh',
  'fluxScripts.openScript',
  'fluxScripts.pull',
  'fluxScripts.pullHere',
  'fluxScripts.push',
  'fluxScripts.compareWithServer',
  'fluxScripts.discardDraft',
  'fluxScripts.invoke',
  'fluxScripts.runDraft',
  'fluxScripts.exportResults',
  'fluxScripts.pinResults',
  'fluxScripts.unpinResults',
  'fluxScripts.openCsvResults',
  'fluxScripts.clearLastValues',
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
  'fluxScripts.invokeWithPreset',
  'fluxScripts.savePreset',
  'fluxScripts.openPresets',
  'fluxScripts.runAgain',
  'fluxScripts.editAndRun',
  'fluxScripts.copyRunParams',
  'fluxScripts.compareRuns',
  'fluxScripts.removeRuns',
  'fluxScripts.clearHistory',
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
  'network.connectTimeout',
  'network.firstByteTimeout',
  'network.idleTimeout',
  'results.defuseFormulas',
  'results.memoryLimit',
  'results.timeFormat',
  'results.timeZone',
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
  /** Whether scripts are being dragged out of the sidebar. */
  readonly 'fluxScripts.dragging': boolean;
  /** Whether there are runs in the history. */
  readonly 'fluxScripts.hasRuns': boolean;
  /** Whether the results panel with the keys is pinned. */
  readonly 'fluxScripts.resultsPinned': boolean;
  /** The documents that a script of the server is being merged into. */
  readonly 'fluxScripts.merging': readonly Uri[];
}

export const viewId = 'fluxScripts';
/** The workspace's folders, which the sidebar shows for scripts to be dropped on. */
export const foldersViewId = 'fluxScriptsFolders';
/** The runs of this workspace. */
export const historyViewId = 'fluxScripts.history';
export const languageId = 'flux';
/** Scripts on the server, as editable documents. */
export const scriptScheme = 'flux-script';
/** The server's version of a script, as a read-only side of a comparison. */
export const serverVersionScheme = 'flux-script-server';
/** The JSON schemas of presets' files. */
export const presetsSchemaScheme = 'flux-params';
