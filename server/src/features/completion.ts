import {
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  type InsertTextFormat,
} from 'vscode-languageserver';
import { keysAt } from '../completion/keys.ts';
import { namesAt } from '../completion/names.ts';
import { packageItems, pathItems } from '../completion/packages.ts';
import { placeOf } from '../completion/place.ts';
import type { CompilerCompletion, FluxEngine } from '../engine/engine.ts';
import { type Position, Positions } from '../flux/positions.ts';
import type { Script } from '../script.ts';

/**
 * After `params.` and `params["` the script's keys; elsewhere its own names, and what the compiler offers.
 *
 * @param script what is known of the text, or of a version before it
 */
export async function completion(
  script: Script,
  text: string,
  position: Position,
  engine: FluxEngine,
  signal?: AbortSignal,
): Promise<CompletionList> {
  const place = placeOf(text, position);
  const keys = keysAt(script, place);
  if (keys) return complete(keys);
  const importing = /^\s*import\s/.test(place.line.slice(0, place.position.character));
  if (!importing && place.hidden) return complete([]);
  const offered = await engine.complete(text, new Positions(text).bytes(position), signal);
  if (importing) return complete(pathItems(offered, place));
  const own = place.member || place.argument ? [] : namesAt(script, position);
  const fitting = place.piped ? own.filter(({ kind }) => kind === CompletionItemKind.Function) : own;
  // As a member, a package is one of the script's own names.
  const isPackage = ({ kind }: CompilerCompletion) => kind === CompletionItemKind.Module && !place.member;
  const items = [
    ...fitting,
    ...packageItems(offered.filter(isPackage), text),
    ...offered.filter((item) => !isPackage(item) && (place.argument || !isArgument(item))).map(asItem),
  ];
  // The compiler wants a first letter before it offers functions and packages: it is to be asked again.
  return { isIncomplete: !place.member && place.typed === '', items };
}

function complete(items: CompletionItem[]): CompletionList {
  return { isIncomplete: false, items };
}

/** The compiler offers the arguments that are missing (`bucket: "$1"`) where a value belongs, too. */
function isArgument({ kind, label, insertText }: CompilerCompletion): boolean {
  return kind === CompletionItemKind.Field && insertText?.startsWith(`${label}: `) === true;
}

function asItem({ kind, insertTextFormat, label, ...rest }: CompilerCompletion): CompletionItem {
  return {
    // The compiler names the source behind a label of a record or a variable.
    label: label.replace(/ \(.*\)$/, ''),
    ...rest,
    ...(kind !== undefined && { kind: kind as CompletionItemKind }),
    ...(insertTextFormat !== undefined && { insertTextFormat: insertTextFormat as InsertTextFormat }),
  };
}
