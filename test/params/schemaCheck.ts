import assert from 'node:assert/strict';
import type { JsonSchema } from '../../client/src/params/jsonSchema.ts';

/** The words of JSON schema (draft 7) that decide; a schema with another fails, so that nothing is let through unchecked. */
const said = new Set([
  '$schema',
  'title',
  'description',
  'markdownDescription',
  'default',
  'defaultSnippets',
  'patternErrorMessage',
]);

/** Where a value breaks the schema, by path; empty when it fits. */
export function problems(schema: JsonSchema | boolean, value: unknown, path = ''): string[] {
  if (typeof schema === 'boolean') return schema ? [] : [path];
  return Object.entries(schema).flatMap(([word, rule]) => {
    const check = checks[word];
    if (check) return check(rule as never, value, path, schema);
    assert.ok(said.has(word) || word === 'properties', `the check does not know “${word}”`);
    return [];
  });
}

type Check = (rule: never, value: unknown, path: string, schema: JsonSchema) => string[];

const checks: Readonly<Record<string, Check>> = {
  type: (rule: string | string[], value, path) =>
    [rule].flat().some((type) => is(type, value)) ? [] : [path],
  pattern: (rule: string, value, path) =>
    typeof value !== 'string' || new RegExp(rule, 'u').test(value) ? [] : [path],
  minimum: (rule: number, value, path) => (typeof value !== 'number' || value >= rule ? [] : [path]),
  required: (rule: string[], value, path) =>
    isObject(value) ? rule.filter((key) => !Object.hasOwn(value, key)).map((key) => `${path}/${key}`) : [],
  anyOf: (rule: JsonSchema[], value, path) =>
    rule.some((each) => problems(each, value, path).length === 0) ? [] : [path],
  properties: (rule: Record<string, JsonSchema>, value, path) =>
    members(value).flatMap(([key, member]) =>
      Object.hasOwn(rule, key) ? problems(rule[key] as JsonSchema, member, `${path}/${key}`) : [],
    ),
  additionalProperties: (rule: JsonSchema | boolean, value, path, schema) =>
    members(value).flatMap(([key, member]) =>
      Object.hasOwn((schema['properties'] ?? {}) as object, key)
        ? []
        : problems(rule, member, `${path}/${key}`),
    ),
};

function is(type: string, value: unknown): boolean {
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'object') return isObject(value);
  return typeof value === type;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function members(value: unknown): [string, unknown][] {
  return isObject(value) ? Object.entries(value) : [];
}
