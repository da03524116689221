import type { File } from '../../server/src/engine/ast.ts';
import type { CompilerMessage, FluxEngine } from '../../server/src/engine/engine.ts';
import { Positions } from '../../server/src/flux/positions.ts';
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
  const [file, messages, params] = await Promise.all([
    engine.parse(text),
    engine.check(text),
    engine.inferParams(text),
  ]);
  refuse(messages, new Positions(text));
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
  const messages = await engine.check(typed.text);
  refuse(messages.map(typed.back), new Positions(text));
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
  const place = new Positions(text).fromCompiler({ line: first.line - 1, character: first.column - 1 });
  if (/^[([.|+\-*/]/.test(text.slice(place))) return undefined;
  const given = Object.fromEntries(Object.entries(params).filter(([, value]) => value !== null));
  const addition = `option params = ${typeLiteral(given)} `;
  const move = (offset: number) => (offset <= place ? offset : Math.max(place, offset - addition.length));
  return {
    text: text.slice(0, place) + addition + text.slice(place),
    back: (message) => ({ ...message, start: move(message.start), end: move(message.end) }),
  };
}

function refuse(messages: readonly CompilerMessage[], positions: Positions): void {
  const errors = messages.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  const place = (offset: number) => {
    const { line, character } = positions.toCompiler(offset);
    return { line: line + 1, column: character + 1 };
  };
  const text = errors
    .map(({ start, end, message }) => `error ${at({ start: place(start), end: place(end) })}: ${message}`)
    .join('\n\n');
  throw new FinalFluxError(`compilation failed: ${text}`);
}
