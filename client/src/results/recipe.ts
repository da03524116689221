import { type Inputs, isSecret, withoutSecrets } from '../params/inputs.ts';
import { type Check, flag, listOf, oneOf, optional, shaped, text } from './questions/question.ts';
import type { ResultsRun, RunSource } from './run.ts';

/** What a run was made of, as far as it takes to run it again, even in another window. JSON; secrets are left out. */
export interface RunRecipe {
  readonly source: Exclude<RunSource['kind'], 'file'>;
  readonly scriptName: string;
  readonly connectionName: string;
  readonly production?: boolean;
  /** URI of the script on its server, or of the document that holds the draft. */
  readonly target: string;
  /** URI of the document that the text is edited in. */
  readonly document: string;
  /** What was typed: relative times count anew. */
  readonly inputs: Inputs;
  /** As the panel showed them. */
  readonly params: readonly ShownParam[];
}

export interface ShownParam {
  readonly name: string;
  readonly value: string;
}

export function recipeOf(
  run: Pick<ResultsRun, 'scriptName' | 'connectionName' | 'production' | 'params'>,
  source: RunRecipe['source'],
  { target, document, inputs }: Pick<RunRecipe, 'target' | 'document' | 'inputs'>,
): RunRecipe {
  return {
    source,
    scriptName: run.scriptName,
    connectionName: run.connectionName,
    production: run.production === true,
    target,
    document,
    inputs: withoutSecrets(inputs),
    params: shownParams(run).filter(({ name }) => !isSecret(name)),
  };
}

/** A run's values as texts; secrets are covered. */
export function shownParams({ params }: Pick<ResultsRun, 'params'>): ShownParam[] {
  return Object.entries(params).map(([name, value]) => ({
    name,
    value: isSecret(name) ? '•••' : typeof value === 'string' && value !== '' ? value : JSON.stringify(value),
  }));
}

const texts: Check = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(text);

/** Whether something that a window before this one has kept is a recipe. */
export function isRecipe(value: unknown): value is RunRecipe {
  return shaped<RunRecipe>({
    source: oneOf('server', 'draft'),
    scriptName: text,
    connectionName: text,
    production: optional(flag),
    target: text,
    document: text,
    inputs: texts,
    params: listOf(shaped<ShownParam>({ name: text, value: text })),
  })(value);
}
