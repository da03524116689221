/** The settings that the server reads, under `fluxScripts.` (package.json describes them). */
export interface Settings {
  readonly diagnostics: Readonly<Record<DiagnosticGroup, DiagnosticLevel>>;
  readonly inlayHints: { readonly parameterTypes: boolean; readonly pipedArguments: boolean };
}

/** Groups of diagnostics that can be set apart. */
export type DiagnosticGroup = 'compiler' | 'parameters' | 'documentation' | 'dashboards' | 'unused' | 'style';

/** `default` leaves each diagnostic its own severity. */
export type DiagnosticLevel = 'default' | 'error' | 'warning' | 'information' | 'hint' | 'off';

export const defaults: Settings = {
  diagnostics: {
    compiler: 'default',
    parameters: 'default',
    documentation: 'default',
    dashboards: 'default',
    unused: 'default',
    style: 'default',
  },
  inlayHints: { parameterTypes: true, pipedArguments: false },
};

/** @param found what the client answers for the section `fluxScripts`; anything that is missing has its default */
export function readSettings(found: unknown): Settings {
  const { diagnostics, inlayHints } = (found ?? {}) as Partial<Settings>;
  return {
    diagnostics: { ...defaults.diagnostics, ...diagnostics },
    inlayHints: { ...defaults.inlayHints, ...inlayHints },
  };
}
