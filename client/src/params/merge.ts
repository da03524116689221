import type { ScriptParameter } from '../../../server/src/protocol.ts';
import type { ParamType } from '../influx/types.ts';

/**
 * One list of what the server says of a script's parameters and of what the text says: the server decides which keys there
 * are, the text adds their order, what each expects, and their documentation.
 */
export function mergeParameters(
  server: Readonly<Record<string, ParamType>>,
  text: readonly ScriptParameter[],
): ScriptParameter[] {
  const known = text.filter(({ name }) => Object.hasOwn(server, name));
  const fromText = known.map((parameter): ScriptParameter => {
    const type = server[parameter.name] ?? parameter.type;
    return { ...parameter, type, expects: parameter.expects === 'any' ? type : parameter.expects };
  });
  const others = Object.entries(server)
    .filter(([name]) => !known.some((parameter) => parameter.name === name))
    .map(([name, type]): ScriptParameter => ({ name, type, expects: type, places: [] }));
  return [...fromText, ...others];
}
