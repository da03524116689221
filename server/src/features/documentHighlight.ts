import { type DocumentHighlight, DocumentHighlightKind } from 'vscode-languageserver';
import type { Position } from '../flux/positions.ts';
import { placesOf, targetAt } from '../flux/targets.ts';
import type { Script } from '../script.ts';

/** Every place of the name or the parameter's key at the cursor; where it is defined or documented as written to. */
export function documentHighlight(script: Script, position: Position): DocumentHighlight[] | null {
  const { positions } = script;
  const target = targetAt(script, positions.offset(position));
  if (!target) return null;
  return placesOf(target, script).map(({ definition, ...place }) => ({
    range: positions.range(place),
    kind: definition ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
  }));
}
