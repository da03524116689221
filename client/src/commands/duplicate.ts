import { createScript } from '../sync/update.ts';
import { confirm } from './command.ts';
import { type Manage, theScript } from './manage.ts';
import { confirmProduction } from './production.ts';
import { askScriptName, copyName, namesOf } from './scriptName.ts';
import type { CommandArgument } from './target.ts';

/** Makes a second script of the server's version of one, under another name, and opens it. */
export async function duplicateScript(with_: Manage, argument: CommandArgument): Promise<void> {
  const { connection, script } = await theScript(with_, argument, 'Duplicate Script');
  const { scripts } = with_.connections.client(connection);
  const taken = namesOf(await scripts.list(), `on ${connection.name}`);
  const name = await askScriptName(
    `Duplicate ${script.name} on ${connection.name}`,
    taken,
    copyName(script.name, taken),
  );
  await confirmProduction(connection, `Create “${name}” on ${connection.name}?`, 'Create');
  const { description = '', script: text, language } = script;
  const outcome = await createScript(scripts, {
    name,
    description,
    text,
    ...(language !== undefined && { language }),
  });
  if (outcome.kind === 'nameTaken') {
    throw new Error(
      `Somebody has just made a script called “${name}” on ${connection.name}. Nothing was created; choose another name.`,
    );
  }
  await with_.repository.refresh();
  await with_.documents.open(connection, outcome.script);
  confirm(`${name} is on ${connection.name} now`);
}
