import type { CompilerMessage, FluxEngine } from '../../server/src/engine/engine.ts';
import { parse } from '../../server/src/flux/parser.ts';
import type { ParamType } from '../../server/src/protocol.ts';
import { FinalFluxError } from '../flux/errors.ts';
import { Places } from '../flux/places.ts';
import { type ParamObject, typeLiteral } from './params.ts';

/**
 * Compiles a script and gives the parameters that it reads.
 *
 * @throws FinalFluxError `compilation failed: …` with every error the compiler has.
 */
export async function checkScript(engine: FluxEngine, text: string): Promise<ReadonlyMap<string, ParamType>> {
  const [messages, params] = await Promise.all([engine.check(text), engine.inferParams(text)]);
  refuse(messages, text);
  return params;
}

/**
 * Compiles a script and then once more with `params` typed as they are given: that is how a value of the wrong type
 * shows.
 *
 * @throws FinalFluxError when the script does not compile, a parameter that it reads is missing, or one has the wrong type.
 */
export async function checkInvocation(engine: FluxEngine, text: string, params: ParamObject): Promise<void> {
  const read = await checkScript(engine, text);
  if (read.size === 0) return;
  for (const key of read.keys()) {
    if (!Object.hasOwn(params, key) || params[key] === null)
      throw new FinalFluxError('invalid parameters provided');
  }
  const typed = withTypedParams(text, params);
  if (!typed) return;
  const messages = await engine.check(typed.text);
  refuse(messages.map(typed.back), text);
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
function withTypedParams(text: string, params: ParamObject): TypedText | undefined {
  const place = parse(text).file.body[0]?.start;
  if (place === undefined || /^[([.|+\-*/]/.test(text.slice(place))) return undefined;
  const given = Object.fromEntries(Object.entries(params).filter(([, value]) => value !== null));
  const addition = `option params = ${typeLiteral(given)} `;
  const move = (offset: number) => (offset <= place ? offset : Math.max(place, offset - addition.length));
  return {
    text: text.slice(0, place) + addition + text.slice(place),
    back: (message) => ({ ...message, start: move(message.start), end: move(message.end) }),
  };
}

function refuse(messages: readonly CompilerMessage[], text: string): void {
  const errors = messages.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  const places = new Places(text);
  const told = errors.map((error) => `error ${places.at(error)}: ${error.message}`);
  throw new FinalFluxError(`compilation failed: ${told.join('\n\n')}`);
}
