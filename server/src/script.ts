import type { Analysis, CompilerMessage, FluxEngine } from './engine/engine.ts';
import type { File } from './flux/ast.ts';
import { Positions } from './flux/positions.ts';
import { type ParametersModel, readParameters } from './params/parameters.ts';

/** One version of a text, with everything that the features ask of it. */
export interface Script extends ParametersModel {
  readonly text: string;
  readonly positions: Positions;
  readonly file: File;
  readonly messages: readonly CompilerMessage[];
}

/** @throws EngineFailure when the compiler dies on the text */
export async function readScript(engine: FluxEngine, text: string, signal?: AbortSignal): Promise<Script> {
  return scriptOf(text, await engine.analyze(text, signal));
}

/** What can be told of a text that the compiler dies on: the keys that can be known by their looks. */
export function scanScript(text: string): Script {
  const start = { line: 1, column: 1 };
  const unread = { location: { start, end: start }, errors: [{ msg: 'not read' }] };
  const file: File = { type: 'File', ...unread, package: null, imports: null, body: [] };
  return { ...scriptOf(text, { file, messages: [], params: new Map() }), open: true };
}

function scriptOf(text: string, { file, messages, params }: Analysis): Script {
  const positions = new Positions(text);
  return { text, positions, file, messages, ...readParameters(text, file, params, positions) };
}
