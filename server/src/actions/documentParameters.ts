import { CodeActionKind } from 'vscode-languageserver';
import type { ScriptParameter } from '../protocol.ts';
import type { Script } from '../script.ts';
import { type Action, type ActionRequest, touches } from './action.ts';
import { addEntries, parameterSection } from './parameterSection.ts';

/** Lists the parameters that no comment lists yet: where that is a problem, at a use of one, and in the list. */
export function documentParameters({ script, span, problems, diagnostics }: ActionRequest): Action[] {
  const missing = undocumented(script);
  const here = missing.filter(({ uses }) => uses.some(({ access }) => touches(access, span)));
  const section = parameterSection(script);
  if (missing.length === 0 || (here.length === 0 && !(section && touches(section, span)))) return [];
  const shown = diagnostics.filter(({ code }) => code === missingDocumentation);
  const said = problems.some((problem) => problem.code === missingDocumentation && touches(problem, span));
  const about = said
    ? { kind: CodeActionKind.QuickFix, diagnostics: shown }
    : { kind: CodeActionKind.RefactorRewrite };
  const [one] = here.length > 0 ? here : missing;
  const actions: Action[] = [];
  if (one && (here.length > 0 || missing.length === 1)) {
    actions.push({
      title: `Document the parameter ${one.name}`,
      changes: [documentation(script, [one])],
      ...about,
    });
  }
  if (missing.length > 1) {
    const title = `Document all ${missing.length} parameters that are not documented`;
    actions.push({ title, changes: [documentation(script, missing)], ...about });
  }
  return actions;
}

/** The code of the problem that this mends. */
const missingDocumentation = 'undocumented-parameter';

function undocumented({ params }: Script) {
  return params.parameters.filter(({ name }) => !params.documentation.has(name) && isListable(name));
}

/** A name that the list's own signs are in cannot be read again. */
function isListable(name: string): boolean {
  return name === name.trim() && /^[^:`\r\n]+$/.test(name);
}

function documentation(script: Script, parameters: readonly Described[]) {
  return addEntries(
    script,
    parameters.map((parameter) => ({ name: parameter.name, description: descriptionOf(parameter) })),
  );
}

type Described = Pick<ScriptParameter, 'name' | 'expects' | 'role' | 'tagKey'>;

/** Names that say the same in every script. */
const byName: Readonly<Record<string, string>> = {
  start: 'Earliest time to include.',
  stop: 'Time before which the data ends.',
  every: 'Length of a window.',
  period: 'Length of a window.',
  n: 'How many rows to return at most.',
  limit: 'How many rows to return at most.',
  threshold: 'Value to compare with.',
};

const byType: Readonly<Record<ScriptParameter['expects'], string>> = {
  any: '',
  bool: ', `true` or `false`',
  duration: ', a duration',
  float: ', a number',
  int: ', a whole number',
  string: ', a text',
  time: ', a point in time',
  uint: ', a whole number from 0',
};

/** A first description of a parameter, from what its place of use says. */
export function descriptionOf({ name, expects, role, tagKey }: Described): string {
  switch (role) {
    case 'bucket':
      return 'Bucket to query.';
    case 'measurement':
      return 'Measurement to read.';
    case 'field':
      return 'Field to read.';
    case 'tag':
      return `Value of the tag \`${tagKey}\` to look for.`;
    case undefined:
      break;
    default:
      role satisfies never;
  }
  if (Object.hasOwn(byName, name)) return byName[name] as string;
  const words = name
    .replace(/(\p{Ll})(\p{Lu})/gu, (_, end, start) => `${end} ${start.toLowerCase()}`)
    .replaceAll('_', ' ')
    .trim();
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${byType[expects]}.`;
}
