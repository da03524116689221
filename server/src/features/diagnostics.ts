import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver';
import type { CompilerMessage } from '../engine/engine.ts';
import type { Script } from '../script.ts';

const severities: Readonly<Record<CompilerMessage['severity'], DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** `option task` is how a script becomes a task; the compiler warns of the name all the same. */
const pointless = /^Avoid using `task` as an identifier name/;

/** What the compiler says of a script: once, where it repeats itself about one place. */
export function diagnostics({ messages, positions }: Script): Diagnostic[] {
  const said = messages.filter(({ message }) => !pointless.test(message));
  return [...new Map(said.map((message) => [JSON.stringify(message), message])).values()].map(
    ({ severity, message, start, end }) => ({
      range: positions.range({ start, end }),
      severity: severities[severity],
      source: 'flux',
      message,
    }),
  );
}
