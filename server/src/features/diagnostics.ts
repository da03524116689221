import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver';
import type { CompilerMessage } from '../engine/engine.ts';
import type { Problem } from '../problems/problem.ts';
import { problemsOf } from '../problems/problems.ts';
import type { Script } from '../script.ts';
import type { DiagnosticGroup, Settings } from '../settings.ts';

/** What the compiler says of a text. */
export interface CompilerState {
  readonly messages: readonly CompilerMessage[];
  /** False when it died on the text, and these are an older version's. */
  readonly current: boolean;
}

const severities: Readonly<Record<CompilerMessage['severity'], DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** `option task` is how a script becomes a task; the compiler warns of the name all the same. */
const pointless = /^Avoid using `task` as an identifier name/;

/**
 * What is wrong with a script: what the compiler says, and what it cannot know. A script that the compiler died on has the
 * places where the parser stumbled instead.
 *
 * @param uri the document's, for places that belong together
 */
export function diagnostics(
  uri: string,
  script: Script,
  { messages, current }: CompilerState,
  settings: Settings,
): Diagnostic[] {
  const { positions, tree } = script;
  const found: Diagnostic[] = [];
  const seen = new Set<string>();
  const add = (group: DiagnosticGroup, severity: CompilerMessage['severity'], diagnostic: Diagnostic) => {
    const level = settings.diagnostics[group];
    if (level === 'off') return;
    // The compiler repeats itself about one place.
    const key = JSON.stringify([diagnostic.message, diagnostic.range]);
    if (seen.has(key)) return;
    seen.add(key);
    found.push({ ...diagnostic, severity: severities[level === 'default' ? severity : level] });
  };
  for (const { severity, message, start, end } of messages) {
    if (pointless.test(message)) continue;
    const isError = severity === 'error';
    add(isError ? 'compiler' : 'style', isError ? severity : noteSeverity(message), {
      range: positions.range({ start, end }),
      source: 'flux',
      message,
    });
  }
  if (!current) {
    for (const { start, end, message } of tree.errors) {
      add('compiler', 'error', { range: positions.range({ start, end }), source: 'flux', message });
    }
  }
  for (const problem of problemsOf(script)) {
    add(problem.group, problem.severity, toDiagnostic(problem, uri, script));
  }
  return found;
}

/** How a name is spelt is a matter of taste; that a package may change or that a name is taken is worth knowing. */
function noteSeverity(message: string): CompilerMessage['severity'] {
  if (/camel ?case/i.test(message)) return 'hint';
  return /^Avoid using/.test(message) ? 'warning' : 'information';
}

function toDiagnostic(
  { start, end, message, code, related, unnecessary }: Problem,
  uri: string,
  { positions }: Script,
): Diagnostic {
  return {
    range: positions.range({ start, end }),
    source: 'flux params',
    code,
    message,
    ...(unnecessary && { tags: [DiagnosticTag.Unnecessary] }),
    ...(related && {
      relatedInformation: related.map((place) => ({
        location: { uri, range: positions.range(place) },
        message: place.message,
      })),
    }),
  };
}
