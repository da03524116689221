import { type CompletionItem, CompletionItemKind, InsertTextFormat, MarkupKind } from 'vscode-languageserver';
import { functionOf, parametersOf as ownParametersOf } from '../flux/calls.ts';
import { pathAt } from '../flux/walk.ts';
import { type FunctionParameter, formatType } from '../library/types.ts';
import { accessOf, describeParameter } from '../params/describe.ts';
import type { Parameter } from '../params/parameters.ts';
import type { ParamType } from '../protocol.ts';
import type { InferredTypes, Script } from '../script.ts';
import { type ClientAbilities, tabStop } from './items.ts';
import { parametersAt } from './keys.ts';
import type { CallPlace, Place } from './place.ts';

/** The arguments that the called function takes and that are not given yet. */
export function argumentItems(
  script: Script,
  { given, callee }: CallPlace,
  client: ClientAbilities,
): CompletionItem[] {
  return parametersOf(script, callee.end)
    .filter(({ pipe, name }) => !pipe && !given.has(name))
    .map((parameter) => ({
      label: parameter.name,
      labelDetails: { detail: parameter.optional ? '?:' : ':' },
      kind: CompletionItemKind.Property,
      detail: formatType(parameter.type),
      sortText: `${parameter.optional ? '01' : '00'}${parameter.name}`,
      ...(client.snippets
        ? {
            insertText: `${parameter.name}: ${tabStop(parameter, 1)}`,
            insertTextFormat: InsertTextFormat.Snippet,
          }
        : { insertText: `${parameter.name}: ` }),
    }));
}

/** The parameters of what is called, be it the library's or the script's. */
function parametersOf(script: Script, calleeEnd: number): readonly FunctionParameter[] {
  const call = pathAt(script.file, calleeEnd).find(
    (node) => node.type === 'CallExpression' && node.callee.end === calleeEnd,
  );
  if (call?.type !== 'CallExpression') return [];
  const called = functionOf(call.callee, script);
  if (called?.kind === 'standard') return called.member.signature?.parameters ?? [];
  const own = called ? ownParametersOf(called.node, script.text) : [];
  return own.map((parameter) => ({ ...parameter, type: { kind: 'unknown', text: parameter.default ?? '' } }));
}

/**
 * What fits a value that is about to be typed: parameters of the script, converted where JSON cannot carry what the
 * place needs, and a new one that is called as the argument is.
 */
export function fittingParameters(script: Script, place: Place, known: InferredTypes): CompletionItem[] {
  const wanted = wantedAt(script, place);
  if (!wanted) return [];
  const all = parametersAt(script, place.offset, known);
  const fitting = all.filter((parameter) => fits(parameter, wanted));
  const fresh: Parameter = { name: wanted.name, type: 'any', expects: wanted.type, uses: [] };
  const offered = all.some(({ name }) => name === wanted.name) ? fitting : [...fitting, fresh];
  return offered.map((parameter, index) => {
    const access = accessOf(parameter.name);
    const text = wanted.converted.has(wanted.type) ? `${wanted.type}(v: ${access})` : access;
    return {
      label: text,
      kind: CompletionItemKind.Field,
      detail: parameter === fresh ? 'new parameter' : parameter.expects,
      documentation: { kind: MarkupKind.Markdown, value: describeParameter(parameter) },
      filterText: access,
      sortText: `00${String(index).padStart(4, '0')}`,
      // The first that fits is what is meant.
      ...(index === 0 && parameter !== fresh && parameter.name === wanted.name && { preselect: true }),
      textEdit: { range: script.positions.range(place.word), newText: text },
    };
  });
}

interface Wanted {
  readonly name: string;
  readonly type: ParamType;
  readonly role?: Parameter['role'];
  /** Types that do not come in JSON as they are. */
  readonly converted: ReadonlySet<ParamType>;
}

const converted: ReadonlySet<ParamType> = new Set(['bool', 'duration', 'float', 'int', 'time', 'uint']);

function wantedAt(script: Script, { call, before }: Place): Wanted | undefined {
  if (!call?.argument || before?.text !== ':') return undefined;
  const name = call.argument;
  if (name === 'v') return { name: 'value', type: 'any', converted: new Set() };
  const taken = parametersOf(script, call.callee.end).find((parameter) => parameter.name === name);
  if (taken && /^(function|stream|record|dictionary)$/.test(taken.type.kind)) return undefined;
  const basic = taken?.type.kind === 'basic' && taken.type.name !== 'regexp' && taken.type.name !== 'bytes';
  const type = /^(start|stop)$/.test(name) ? 'duration' : basic ? (taken.type.name as ParamType) : 'any';
  const role = name === 'bucket' || name === 'measurement' ? name : undefined;
  return { name, type: role ? 'string' : type, ...(role && { role }), converted };
}

function fits({ expects, role, type }: Parameter, wanted: Wanted): boolean {
  if (wanted.role && role) return role === wanted.role;
  if (wanted.type === 'any' || expects === 'any') return true;
  if (wanted.type === 'duration')
    return expects === 'duration' || (expects === 'time' && /^(start|stop)$/.test(wanted.name));
  return expects === wanted.type && (type === 'any' || type === wanted.type);
}
