import * as vscode from 'vscode';
import type { CommandId } from '../contributions.ts';
import { isRecipe, type RunRecipe } from '../results/recipe.ts';
import type { ResultsRun } from '../results/run.ts';

const commands = {
  server: 'fluxScripts.invoke',
  draft: 'fluxScripts.runDraft',
} as const satisfies Record<RunRecipe['source'], CommandId>;

/**
 * What runs a recipe again: with its values, or with values that begin with them.
 * @param inputs with what a recipe does not keep
 */
export function repeating(
  recipe: RunRecipe,
  inputs = recipe.inputs,
): Required<Pick<ResultsRun, 'again' | 'edit'>> {
  const { target, document, connectionName: connection } = recipe;
  const run = (ask: boolean) =>
    vscode.commands.executeCommand(commands[recipe.source], vscode.Uri.parse(target, true), {
      inputs,
      ask,
      connection,
      document,
    });
  return { again: () => run(false), edit: () => run(true) };
}

/** What a page showed in a window before this one, from what the page has kept; undefined when that cannot be read. */
export function restoredRun(state: unknown): ResultsRun | undefined {
  const recipe = (state as { readonly recipe?: unknown } | null | undefined)?.recipe;
  if (!isRecipe(recipe)) return undefined;
  const { scriptName, connectionName, production, source, params } = recipe;
  return {
    source: { kind: source },
    scriptName,
    connectionName,
    ...(production && { production }),
    params: Object.fromEntries(params.map(({ name, value }) => [name, value])),
    recipe,
    ...repeating(recipe),
    open: () => Promise.reject(new Error('This run is over.')),
  };
}
