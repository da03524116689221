import { type Given, givenValue, isObject, parseExactly } from './given.ts';
import { lineAt, memberOf, type ObjectPlace, objectAt } from './jsonText.ts';

/**
 * Named sets of values for a script, in `<name>.params.json` beside its file `<name>.flux`, to be committed:
 *
 *     { "$schema": "flux-params:/air-sensors.params.json",
 *       "presets": { "Last week": { "start": "-7d", "limit": 10 } } }
 *
 * Values stand as a person types them, so that `-7d` stays a week before whenever it is used; numbers and booleans may
 * stand without quotes. A preset need not have all of a script's parameters. What else the file holds is left alone.
 */
export type Presets = ReadonlyMap<string, Preset>;

/** Values by parameter. */
export type Preset = ReadonlyMap<string, Given>;

export const presetsSuffix = '.params.json';

/** The file that holds the presets of a script's file: `a/b.flux` has `a/b.params.json`. */
export function presetsFileOf(scriptFile: string): string {
  return `${scriptFile.replace(/\.[^./]*$/, '')}${presetsSuffix}`;
}

/** The name of the script's file, without its ending, for which a file holds presets; undefined for another file. */
export function presetsStem(file: string): string | undefined {
  return file.endsWith(presetsSuffix) ? file.slice(0, -presetsSuffix.length) : undefined;
}

/**
 * @param file what to call it in messages
 * @throws Error saying what is wrong, in which line, and what to do
 */
export function parsePresets(text: string, file: string): Presets {
  if (text.trim() === '') return new Map();
  const value = read(text, file);
  const place = objectAt(text, 0);
  const fail = (offset: number | undefined, message: string) =>
    new Error(`${file}, line ${lineAt(text, offset ?? 0)}: ${message}`);
  if (!isObject(value)) throw fail(0, `this must be an object such as ${example}.`);
  const presets = value['presets'];
  const at = memberOf(place, 'presets')?.valueStart;
  if (presets === undefined) return new Map();
  if (!isObject(presets)) throw fail(at, `“presets” must be an object such as ${example}.`);
  const presetsPlace = objectAt(text, at ?? 0);
  return new Map(
    Object.entries(presets).map(([name, preset]): [string, Preset] => {
      const member = memberOf(presetsPlace, name);
      if (!isObject(preset)) {
        throw fail(member?.start, `the preset “${name}” must be an object such as {"start": "-7d"}.`);
      }
      const values = Object.entries(preset).map(([key, given]): [string, Given] => {
        try {
          return [key, givenValue(given)];
        } catch (error) {
          const line = memberOf(objectAt(text, member?.valueStart ?? 0), key);
          throw fail(line?.start, `“${key}” of the preset “${name}”: ${(error as Error).message}`);
        }
      });
      return [name, new Map(values)];
    }),
  );
}

const example = '{"presets": {"Last week": {"start": "-7d"}}}';

/**
 * The text with one preset added or replaced. Nothing else in it changes.
 *
 * @param text what the file holds; undefined when there is none yet
 * @param values JSON texts by parameter, as `jsonOf` writes them
 * @param schema what a new file says as its `$schema`
 * @throws Error like `parsePresets`
 */
export function withPreset(
  text: string | undefined,
  { file, schema }: { readonly file: string; readonly schema: string },
  name: string,
  values: ReadonlyMap<string, string>,
): string {
  if (text === undefined || text.trim() === '') return `${newFile(schema, name, values)}\n`;
  parsePresets(text, file);
  const style = styleOf(text);
  const root = objectAt(text, 0) as ObjectPlace;
  const presets = memberOf(root, 'presets');
  const body = (depth: number) => objectText(values, style, depth);
  if (!presets) return insert(text, root, 'presets', `{${wrapped(name, body(2), style, 2)}}`, style, 1);
  const place = objectAt(text, presets.valueStart) as ObjectPlace;
  const old = memberOf(place, name);
  if (old) return text.slice(0, old.valueStart) + body(2) + text.slice(old.valueEnd);
  return insert(text, place, name, body(2), style, 2);
}

function read(text: string, file: string): unknown {
  try {
    return parseExactly(text);
  } catch (error) {
    // V8 names the place in its own words, or says that the text ended.
    const { message } = error as Error;
    const offset = /position (\d+)/.exec(message)?.[1];
    const line = lineAt(text, offset === undefined ? text.length : Number(offset));
    const what = message.replace(/ in JSON at position.*$/, '');
    throw new Error(
      `${file}, line ${line}: this is not valid JSON (${what}). Correct it; JSON has no comments and no comma at an end.`,
    );
  }
}

/** How a file is laid out. */
interface Style {
  readonly eol: string;
  readonly unit: string;
}

function styleOf(text: string): Style {
  return {
    eol: text.includes('\r\n') ? '\r\n' : '\n',
    unit: /^\s*\{\r?\n([ \t]+)"/.exec(text)?.[1] ?? '  ',
  };
}

function newFile(schema: string, name: string, values: ReadonlyMap<string, string>): string {
  const style = { eol: '\n', unit: '  ' };
  const presets = `{${wrapped(name, objectText(values, style, 2), style, 2)}}`;
  return `{\n  "$schema": ${JSON.stringify(schema)},\n  "presets": ${presets}\n}`;
}

function objectText(values: ReadonlyMap<string, string>, style: Style, depth: number): string {
  if (values.size === 0) return '{}';
  const lines = [...values].map(([key, value]) => member(key, value, style, depth + 1));
  return `{${lines.join(',')}${line(style, depth)}}`;
}

/** A member alone in its object, without the braces. */
function wrapped(key: string, value: string, style: Style, depth: number): string {
  return `${member(key, value, style, depth)}${line(style, depth - 1)}`;
}

function member(key: string, value: string, style: Style, depth: number): string {
  return `${line(style, depth)}${JSON.stringify(key)}: ${value}`;
}

function line({ eol, unit }: Style, depth: number): string {
  return eol + unit.repeat(depth);
}

/** Adds a member at the end of an object. */
function insert(
  text: string,
  place: ObjectPlace,
  key: string,
  value: string,
  style: Style,
  depth: number,
): string {
  const last = place.members.at(-1);
  if (last) {
    return `${text.slice(0, last.valueEnd)},${member(key, value, style, depth)}${text.slice(last.valueEnd)}`;
  }
  return text.slice(0, place.start + 1) + wrapped(key, value, style, depth) + text.slice(place.end);
}
