import type { ParamType, ScriptParameter } from '../../../server/src/protocol.ts';
import { jsonOf } from './given.ts';
import { describeExpectation, parseValue } from './values.ts';

/** A script as far as its presets go. */
export interface PresetsSubject {
  /** What to call it. */
  readonly script: string;
  readonly parameters: readonly ScriptParameter[];
  /** Whether it may take keys that nobody can know. */
  readonly open: boolean;
}

/** A JSON schema (draft 7), with the words that VS Code adds: `defaultSnippets`, `markdownDescription`, `patternErrorMessage`. */
export type JsonSchema = { readonly [key: string]: unknown };

/**
 * The schema of a file of presets, from the parameters that the script has. Of several scripts the file may be for any one;
 * for no known script every value is let through.
 */
export function presetsSchema(subjects: readonly PresetsSubject[]): JsonSchema {
  const [only, ...more] = subjects.map(presetsOf);
  const presets =
    only === undefined ? anyPresets : more.length === 0 ? only : { anyOf: subjects.map(presetsOf) };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Presets of a Flux script',
    type: 'object',
    required: ['presets'],
    properties: {
      $schema: { type: 'string', description: 'What the editor checks this file against.' },
      presets,
    },
    defaultSnippets: [{ label: 'Presets', body: { presets: { '${1:Last week}': { $2: '$3' } } } }],
  };
}

const about = 'Named sets of values. Each may have all of the parameters, or some.';

const anyPresets: JsonSchema = {
  type: 'object',
  description: about,
  additionalProperties: { type: 'object', description: 'Values by parameter.' },
};

function presetsOf({ script, parameters, open }: PresetsSubject): JsonSchema {
  const snippet = Object.fromEntries(
    parameters.map((parameter, index) => [parameter.name, placeholder(parameter, index + 1)]),
  );
  return {
    type: 'object',
    description: about,
    additionalProperties: {
      type: 'object',
      description: `Values for ${script}.`,
      properties: Object.fromEntries(parameters.map((each) => [each.name, valueSchema(each)])),
      additionalProperties: open,
      ...(parameters.length > 0 && {
        defaultSnippets: [{ label: 'All parameters', description: `Those of ${script}`, body: snippet }],
      }),
    },
  };
}

function valueSchema(parameter: ScriptParameter): JsonSchema {
  const { description, expects } = parameter;
  const lines = [`*${describeExpectation(parameter)}*`, ...(description === undefined ? [] : [description])];
  const typed = usable(parameter);
  return {
    ...types[expects],
    ...(expects === 'float' && parameter.conversion === 'float' && withoutLimits),
    description: lines.join('\n\n').replaceAll(/[`*]/g, ''),
    markdownDescription: lines.join('\n\n'),
    ...(typed !== undefined && { default: JSON.parse(jsonOf(typed, parameter)) }),
  };
}

/** The default that the documentation names, when it is one. */
function usable(parameter: ScriptParameter): string | undefined {
  const { default: usual } = parameter;
  return usual !== undefined && parseValue(usual, parameter).ok ? usual : undefined;
}

const length = '-?(\\d+(y|mo|w|d|h|ms|m|s|us|µs|ns))+';
const date = '\\d{4}-\\d\\d-\\d\\d';
const clock = '\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?';
const zone = '([Zz]|[+-]([01]\\d|2[0-3]):[0-5]\\d)';

/** Only the form: which texts `parseValue` refuses for their size, a pattern cannot say. */
function pattern(form: string, expects: ParamType): JsonSchema {
  return {
    pattern: `^\\s*${form}\\s*$`,
    patternErrorMessage: `Expected: ${describeExpectation({ expects })}.`,
  };
}

const number = '[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?';

const types: Readonly<Record<ParamType, JsonSchema>> = {
  any: {},
  bool: { type: 'boolean' },
  duration: { type: 'string', ...pattern(length, 'duration'), ...choices('-1h', '-1d', '-7d', '-30d') },
  float: { type: ['number', 'string'], ...pattern(number, 'float') },
  // In quotes no tool rounds them.
  int: { type: ['integer', 'string'], ...pattern('[+-]?\\d+', 'int') },
  string: { type: 'string' },
  time: {
    type: 'string',
    ...pattern(`([Nn][Oo][Ww](\\(\\))?|${length}|${date}([Tt ]${clock}${zone})?)`, 'time'),
    ...choices('now', '-1h', '-7d'),
  },
  uint: { type: ['integer', 'string'], minimum: 0, ...pattern('\\+?\\d+', 'uint') },
};

/** What `float(v:)` reads besides. */
const withoutLimits = pattern(`(${number}|[+-]?[Ii][Nn][Ff]|[Nn][Aa][Nn])`, 'float');

function choices(...values: readonly string[]): JsonSchema {
  return { defaultSnippets: values.map((body) => ({ label: JSON.stringify(body), body })) };
}

/** A value to fill in, in a snippet: the default where there is one. Numbers and booleans stand without quotes (`^`). */
function placeholder(parameter: ScriptParameter, index: number): string {
  const { expects } = parameter;
  const bare = expects === 'bool' || expects === 'int' || expects === 'uint' || expects === 'float';
  const value = (usable(parameter) ?? (bare ? (expects === 'bool' ? 'true' : '0') : '')).replaceAll(
    /[\\$}]/g,
    '\\$&',
  );
  return `${bare ? '^' : ''}\${${index}:${value}}`;
}
