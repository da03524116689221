import type { Task } from '../../client/src/influx/types.ts';
import { parse } from '../../server/src/flux/parser.ts';
import { keyName, type ObjectExpression, type Property } from '../../server/src/flux/syntax.ts';
import { ApiError } from '../http/errors.ts';

const names = ['name', 'every', 'cron', 'offset'] as const;
export type TaskOptions = Partial<Pick<Task, (typeof names)[number]>>;

/** What `option task = {…}` of a text says; only literals count, as the server has it. @throws ApiError */
export function taskOptions(flux: string): TaskOptions {
  const found: Record<string, string> = {};
  for (const { key, value } of optionOf(flux).properties) {
    const name = keyName(key);
    if (value?.type !== 'StringLiteral' && value?.type !== 'DurationLiteral') continue;
    if ((names as readonly string[]).includes(name)) found[name] = value.value;
  }
  return found;
}

/** The text with other options: `every` and `cron` take each other's place, an offset of 0 goes. @throws ApiError */
export function withTaskOptions(flux: string, options: TaskOptions): string {
  const given = names.filter((name) => options[name] !== undefined);
  if (given.length === 0) return flux;
  const option = optionOf(flux);
  const replaced = new Set<string>(given);
  if (options.every !== undefined) replaced.add('cron');
  if (options.cron !== undefined) replaced.add('every');
  const kept = option.properties.filter(({ key }) => !replaced.has(keyName(key)));
  const written = given
    .filter((name) => name !== 'offset' || options.offset !== '0')
    .map((name) => `${name}: ${literal(name, options[name] ?? '')}`);
  const properties = [
    ...kept.map((property: Property) => flux.slice(property.start, property.end)),
    ...written,
  ];
  return `${flux.slice(0, option.start)}{${properties.join(', ')}}${flux.slice(option.end)}`;
}

function literal(name: keyof TaskOptions, value: string): string {
  if (name === 'every' || name === 'offset') return value;
  return `"${value.replace(/[\\"]/g, '\\$&').replaceAll('${', '\\${')}"`;
}

function optionOf(flux: string): ObjectExpression {
  const { file, errors } = parse(flux);
  if (errors.length > 0) throw new ApiError('invalid', `compilation failed: ${errors[0]?.message}`);
  for (const statement of file.body) {
    if (statement.type !== 'OptionStatement') continue;
    const { assignment } = statement;
    if (assignment.type !== 'VariableAssignment' || assignment.id.name !== 'task') continue;
    if (assignment.init.type === 'ObjectExpression') return assignment.init;
  }
  throw new ApiError('invalid', 'the Flux of a task needs option task = {name: "…", every: 1h}');
}
