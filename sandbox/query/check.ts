import type { CompilerMessage, FluxEngine } from '../../server/src/engine/engine.ts';
import type { File } from '../../server/src/flux/ast.ts';
import type { ParamType } from '../../server/src/protocol.ts';
import { at, FinalFluxError } from '../flux/errors.ts';
import { type ParamObject, typeLiteral } from './params.ts';

/** A script that compiles: its tree and the parameters that it reads. */
export interface CheckedScript {
  readonly file: File;
  readonly params: ReadonlyMap<string, ParamType>;
}

/**
 * Compiles a script.
 *
 * @throws FinalFluxError `compilation failed: …` with every error the compiler has.
 */
export async function checkScript(engine: FluxEngine, text: string): Promise<CheckedScript> {
  const { file, messages, params } = await engine.analyze(text);
  refuse(messages);
  return { file, params };
}

/**
 * Compiles a script and then once more with `params` typed as they are given: that is how a value of the wrong type
 * shows.
 *
 * @throws FinalFluxError when the script does not compile, a parameter that it reads is missing, or one has the wrong type.
 */
export async function checkInvocation(
  engine: FluxEngine,
  text: string,
  params: ParamObject,
): Promise<CheckedScript> {
  const script = await checkScript(engine, text);
  if (script.params.size === 0) return script;
  for (const key of script.params.keys()) {
    if (!Object.hasOwn(params, key) || params[key] === null)
      throw new FinalFluxError('invalid parameters provided');
  }
  const typed = withTypedParams(text, script.file, params);
  if (!typed) return script;
  const { messages } = await engine.analyze(typed.text);
  refuse(messages.map(typed.back));
  return script;
}

interface TypedText {
  readonly text: string;
  /** Moves a message to where it stands in the text without the addition. */
  readonly back: (message: CompilerMessage) => CompilerMessage;
}

/**
 * The text with a typed `option params` before its first statement, on the same line. Undefined where the statement
 * could be read as the option's continuation; the evaluator then finds a wrong type later.
 */
function withTypedParams(text: string, file: File, params: ParamObject): TypedText | undefined {
  const first = file.body[0]?.location.start;
  if (!first) return undefined;
  const lines = text.split('\n');
  const line = Buffer.from(lines[first.line - 1] ?? '');
  const rest = line.subarray(first.column - 1).toString();
  if (/^[([.|+\-*/]/.test(rest)) return undefined;
  const given = Object.fromEntries(Object.entries(params).filter(([, value]) => value !== null));
  const addition = `option params = ${typeLiteral(given)} `;
  lines[first.line - 1] = line.subarray(0, first.column - 1).toString() + addition + rest;
  const length = Buffer.byteLength(addition);
  const move = (place: CompilerMessage['start']) =>
    place.line === first.line && place.column > first.column
      ? { line: place.line, column: Math.max(place.column - length, first.column) }
      : place;
  return {
    text: lines.join('\n'),
    back: (message) => ({ ...message, start: move(message.start), end: move(message.end) }),
  };
}

function refuse(messages: readonly CompilerMessage[]): void {
  const errors = messages.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  const text = errors.map((error) => `error ${at(error)}: ${error.message}`).join('\n\n');
  throw new FinalFluxError(`compilation failed: ${text}`);
}
