import * as vscode from 'vscode';
import { answered } from './quickInput.ts';

interface SuggestedInput {
  readonly title: string;
  readonly prompt: string;
  readonly value: string;
  /** What it throws says why there are none, as a part of a sentence. */
  names(signal: AbortSignal): Promise<readonly string[]>;
}

/** Asks for a text and offers names that the server has; anything else can be typed, and is not kept waiting. */
export async function pickSuggested({ title, prompt, value, names }: SuggestedInput): Promise<string> {
  const pick = vscode.window.createQuickPick();
  const abort = new AbortController();
  let found: readonly vscode.QuickPickItem[] = [];
  /** Whether VS Code has said what is active since the items changed: who types fast is ahead of that. */
  let settled = true;
  const draw = () => {
    settled = false;
    const typed = pick.value;
    const isName = found.some(({ label }) => label === typed);
    const own = typed === '' || isName ? [] : [{ label: typed, description: 'as typed', alwaysShow: true }];
    pick.items = [...own, ...found];
    if (isName) pick.activeItems = pick.items.filter(({ label }) => label === typed);
  };
  pick.placeholder = prompt;
  pick.value = value;
  pick.busy = true;
  draw();
  void names(abort.signal)
    .then(
      (all) => all.map((label): vscode.QuickPickItem => ({ label })),
      (error: unknown): vscode.QuickPickItem[] => [
        {
          label: `No suggestions: ${error instanceof Error ? error.message : String(error)}`,
          kind: vscode.QuickPickItemKind.Separator,
        },
      ],
    )
    .then((items) => {
      if (abort.signal.aborted) return;
      found = items;
      pick.busy = false;
      draw();
    });
  const accept = () => (settled ? pick.activeItems[0]?.label : undefined) ?? (pick.value || undefined);
  return await answered(pick, title, accept, [
    pick.onDidChangeValue(draw),
    pick.onDidChangeActive(() => {
      settled = true;
    }),
    { dispose: () => abort.abort() },
  ]);
}
