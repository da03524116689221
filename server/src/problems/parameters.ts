import type { MemberExpression } from '../flux/syntax.ts';
import { accessOf } from '../params/describe.ts';
import type { Parameter, ParameterUse } from '../params/parameters.ts';
import { record } from '../params/references.ts';
import type { Usage } from '../params/usage.ts';
import type { Script } from '../script.ts';
import type { Fix, Problem } from './problem.ts';

/** Uses of `params` that cannot work when the script is invoked, or that hide what it is invoked with. */
export function parameterProblems(script: Script): Problem[] {
  const { parameters } = script.params;
  return [
    ...parameters.flatMap((parameter) => unconverted(parameter, script)),
    ...parameters.flatMap(mixedTypes),
    ...parameters.flatMap((parameter) => similarKeys(parameter, script)),
    ...opaque(script),
    ...shadowed(script),
  ];
}

type Needs = NonNullable<Usage['needs']>;

/** A key whose place needs what JSON cannot carry, without the conversion that makes it of a string. */
function unconverted(parameter: Parameter, script: Script): Problem[] {
  const { type } = parameter;
  const inferred = type === 'duration' || type === 'time' || type === 'uint' ? type : undefined;
  return parameter.uses.flatMap((use) => {
    const needs = use.usages.map((usage) => usage.needs).find((need) => need !== undefined);
    // What the compiler knows and the place does not say: the value goes through functions.
    const need = needs ?? (use.usages.length === 0 ? inferred : undefined);
    return need ? [unconvertedUse(parameter, use, need, script)] : [];
  });
}

function unconvertedUse(
  parameter: Parameter,
  { access }: ParameterUse,
  need: Needs,
  script: Script,
): Problem {
  const { start, end } = access;
  const key = `“${accessOf(parameter.name)}”`;
  const base = { group: 'parameters', code: 'unconverted-parameter', start, end } as const;
  if (need !== 'point') {
    const article = need === 'uint' ? 'an unsigned integer' : `a ${need}`;
    return {
      ...base,
      severity: 'error',
      message: `${key} has to be ${article} here, which JSON cannot carry: the script fails when it is invoked. Convert it with “${need}(v: …)”.`,
      fixes: conversions([need], access, script.text),
    };
  }
  const standard = parameter.default ?? '';
  const isTime = /^\d{4}-/.test(standard) || (standard === '' && /stop|end|until|to$/i.test(parameter.name));
  return {
    ...base,
    severity: 'warning',
    message: `${key} fails here when it is a string such as "-7d", and a number means Unix seconds. Convert it with “duration(v: …)” or “time(v: …)”.`,
    fixes: conversions(isTime ? ['time', 'duration'] : ['duration', 'time'], access, script.text),
  };
}

/** @param types the one to take when nobody chooses comes first */
function conversions(types: readonly string[], { start, end }: MemberExpression, text: string): Fix[] {
  const access = text.slice(start, end);
  // A bracket that is still open would swallow the parenthesis.
  if (/\[[^\]]*$/.test(access)) return [];
  return types.map((type, index) => ({
    title: `Convert with ${type}(v: …)`,
    changes: [{ start, end, newText: `${type}(v: ${access})` }],
    ...(index === 0 && { preferred: true }),
  }));
}

/** One value cannot have two types. */
function mixedTypes({ name, uses }: Parameter): Problem[] {
  const certain = uses.flatMap(({ access, usages }) => {
    const usage = usages.find((candidate) => candidate.certain);
    return usage ? [{ access, type: usage.expects }] : [];
  });
  if (new Set(certain.map(({ type }) => type)).size < 2) return [];
  return certain.map(({ access, type }) => {
    const others = certain.filter((other) => other.type !== type);
    const types = [...new Set(others.map((other) => other.type))].join(' and ');
    return {
      group: 'parameters',
      code: 'mixed-types',
      severity: 'error',
      start: access.start,
      end: access.end,
      message: `“${accessOf(name)}” is used as ${type} here and as ${types} elsewhere: no value is both. Convert it, or use two keys.`,
      related: others.map((other) => ({
        start: other.access.start,
        end: other.access.end,
        message: `Used as ${other.type} here.`,
      })),
    };
  });
}

/** A key that is used once and looks like a slip of one that is used more, or documented. */
function similarKeys({ name, uses, description }: Parameter, { params }: Script): Problem[] {
  if (uses.length > 1 || description !== undefined) return [];
  const meant = [
    ...params.parameters.filter((other) => other.uses.length > 1 || other.description !== undefined),
  ]
    .map((other) => other.name)
    .concat([...params.documentation.keys()])
    .find((other) => other !== name && looksLike(name, other));
  if (meant === undefined) return [];
  return uses.map(({ access: { property } }) => ({
    group: 'parameters',
    code: 'similar-key',
    severity: 'information',
    start: property.start,
    end: property.end,
    message: `Is this key meant to be “${meant}”? Otherwise it is a parameter of its own.`,
    fixes: [
      {
        title: `Change to ${meant}`,
        changes: [
          {
            start: property.start,
            end: property.end,
            newText: property.type === 'Identifier' ? meant : JSON.stringify(meant),
          },
        ],
      },
    ],
  }));
}

/** One letter too much, too few, wrong or swapped with its neighbour, inside a word; or another case. */
function looksLike(a: string, b: string): boolean {
  if (a.toLowerCase() === b.toLowerCase()) return true;
  if (Math.min(a.length, b.length) < 5 || Math.abs(a.length - b.length) > 1) return false;
  let from = 0;
  while (from < a.length && a[from] === b[from]) from++;
  let back = 0;
  while (back < Math.min(a.length, b.length) - from && a.at(-1 - back) === b.at(-1 - back)) back++;
  // Names that differ in how they begin or end are meant to: `host1` and `host2`, `xAxis` and `yAxis`.
  if (from === 0 || back === 0) return false;
  const [inA, inB] = [a.slice(from, a.length - back), b.slice(from, b.length - back)];
  if (/\d/.test(inA + inB)) return false;
  const swapped = inA.length === 2 && inA === [...inB].reverse().join('');
  return swapped || Math.max(inA.length, inB.length) <= 1;
}

function opaque({ params }: Script): Problem[] {
  return params.opened.map(({ start, end }) => ({
    group: 'parameters',
    code: 'opaque-params',
    severity: 'information',
    start,
    end,
    message:
      'Which keys are read of “params” here cannot be known, so nobody can be asked for them. Name each key: “params.key”.',
  }));
}

function shadowed({ bindings }: Script): Problem[] {
  return bindings.symbols
    .filter(({ name }) => name === record)
    .map(({ definition: { start, end }, kind }) => ({
      group: 'parameters',
      code: 'shadowed-params',
      severity: kind === 'parameter' ? 'information' : 'warning',
      start,
      end,
      message:
        kind === 'parameter'
          ? '“params” is this function’s own parameter here, not what the script is invoked with.'
          : 'This takes the name of the record that the script is invoked with. Choose another name, or the values that are passed in are lost.',
    }));
}
