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
  'fluxScripts.showLog',
  'fluxScripts.restartLanguageServer',
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
}

export const viewId = 'fluxScripts';
export const languageId = 'flux';
/** Scripts on the server, as editable documents. */
export const scriptScheme = 'flux-script';
/** The server's version of a script, as a read-only side of a comparison. */
export const serverVersionScheme = 'flux-script-server';
