import type { JsonValue } from '../influx/types.ts';
import { type Inputs, type NamedKind, withAdded } from './inputs.ts';
import { valueNote } from './notes.ts';
import { describeExpectation, parseValue, type ValueKind } from './values.ts';

/** How one field stands. */
export type FieldState =
  /** Nothing was typed. InfluxDB would refuse the run without saying which value is missing. */
  | { readonly kind: 'missing'; readonly message: string }
  | { readonly kind: 'wrong'; readonly message: string }
  /** `note` is empty when there is nothing to say. */
  | { readonly kind: 'ready'; readonly value: JsonValue; readonly note: string };

/** How a form stands: every field by its name, in order. */
export interface FormState {
  readonly fields: ReadonlyMap<string, FieldState>;
  /** What will be sent, as far as it is known. */
  readonly params: Readonly<Record<string, JsonValue>>;
  /** The fields that keep it from being sent. */
  readonly open: readonly string[];
}

/** Reads what stands in a form. Relative times count from one moment. */
export function readForm(parameters: readonly NamedKind[], inputs: Inputs, now = new Date()): FormState {
  const fields = new Map(
    withAdded(parameters, inputs).map((parameter) => [
      parameter.name,
      readField(parameter, Object.hasOwn(inputs, parameter.name) ? inputs[parameter.name] : undefined, now),
    ]),
  );
  const ready = [...fields].flatMap(([name, state]) =>
    state.kind === 'ready' ? [[name, state.value] as const] : [],
  );
  return {
    fields,
    params: Object.fromEntries(ready),
    open: [...fields].flatMap(([name, { kind }]) => (kind === 'ready' ? [] : [name])),
  };
}

export function readField(kind: ValueKind, input: string | undefined, now = new Date()): FieldState {
  if (input === undefined || (input.trim() === '' && !takesEmptyText(kind))) {
    return { kind: 'missing', message: `No value yet: ${describeExpectation(kind)}.` };
  }
  const parsed = parseValue(input, kind, now);
  if (!parsed.ok) return { kind: 'wrong', message: parsed.message };
  const note = kind.expects === 'any' ? sentAs(parsed.value) : valueNote(input, parsed.value, kind);
  return { kind: 'ready', value: parsed.value, note: note ?? '' };
}

/** Whether the empty text is a value; it has to be chosen, since an empty field is mostly one that was forgotten. */
export function takesEmptyText({ expects }: Pick<ValueKind, 'expects'>): boolean {
  return expects === 'string' || expects === 'any';
}

/** What keeps a form from being sent, in a sentence; empty when nothing does. */
export function describeOpen({ fields, open }: FormState): string {
  const of = (wanted: FieldState['kind']) => open.filter((name) => fields.get(name)?.kind === wanted);
  const parts = [
    ...clause(of('missing'), 'has no value yet', 'have no value yet'),
    ...clause(of('wrong'), 'has a value that does not fit', 'have values that do not fit'),
  ];
  return parts.length === 0 ? '' : `${parts.join('; ')}.`;
}

function clause(names: readonly string[], one: string, several: string): string[] {
  if (names.length === 0) return [];
  return [
    names.length === 1
      ? `${names[0]} ${one}`
      : `${names.slice(0, -1).join(', ')} and ${names.at(-1)} ${several}`,
  ];
}

/** What a value without a type travels as. */
function sentAs(value: JsonValue): string {
  if (value === '') return 'Sent as empty text.';
  if (typeof value === 'string') return 'Sent as text.';
  if (typeof value === 'number') return `Sent as the number ${value}.`;
  if (Array.isArray(value)) return 'Sent as a JSON array.';
  return value === null || typeof value === 'boolean' ? `Sent as ${value}.` : 'Sent as a JSON object.';
}

/** Where nothing is known of a parameter, quotes make text of what would be taken for something else. */
export function forceText(text: string): string {
  return JSON.stringify(text);
}

/** The text that was forced to be text; undefined for anything else. */
export function forcedText(input: string): string | undefined {
  try {
    const value: unknown = input.startsWith('"') ? JSON.parse(input) : undefined;
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Why a key cannot be added; empty when it can. */
export function keyProblem(name: string, names: Iterable<string>): string {
  if (name === '') return 'Type the name of the key.';
  return [...names].includes(name) ? `${name} is there already.` : '';
}
