import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { Script } from '../script.ts';

/** @throws ResponseError that tells a person why something cannot be renamed */
export function refuse(why: string): never {
  throw new ResponseError(LSPErrorCodes.RequestFailed, why);
}

/** A line as people count them. */
export function lineOf({ positions }: Pick<Script, 'positions'>, offset: number): number {
  return positions.position(offset).line + 1;
}
