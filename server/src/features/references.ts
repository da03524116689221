import type { Location } from 'vscode-languageserver';
import type { Position } from '../flux/positions.ts';
import { placesOf, targetAt } from '../flux/targets.ts';
import type { Script } from '../script.ts';

/**
 * Every place of a name, or of a parameter's key in any form of access. A key's declaration is its entry in the doc
 * comment.
 */
export function references(
  script: Script,
  position: Position,
  uri: string,
  includeDeclaration: boolean,
): Location[] | null {
  const { positions } = script;
  const target = targetAt(script, positions.offset(position));
  if (!target) return null;
  return placesOf(target, script)
    .filter(({ definition }) => includeDeclaration || !definition)
    .map((place) => ({ uri, range: positions.range(place) }));
}
