import * as vscode from 'vscode';
import { required } from './command.ts';

/**
 * Asks for a script's name, which is unique in an organization; what is wrong is said while it is typed.
 *
 * @param taken the names that are in use, with where: `“a” exists ${where}.`
 * @throws Cancelled on Esc
 */
export async function askScriptName(
  title: string,
  taken: ReadonlyMap<string, string>,
  value = '',
): Promise<string> {
  const name = await required(
    vscode.window.showInputBox({
      title,
      prompt: 'Name, unique in the organization',
      value,
      ignoreFocusOut: true,
      validateInput: (input) => {
        const typed = input.trim();
        if (typed === '') return 'Give the script a name.';
        const where = taken.get(typed);
        return where === undefined ? undefined : `“${typed}” exists ${where}. Choose another name.`;
      },
    }),
  );
  return name.trim();
}

/** The names of scripts that are in use somewhere. */
export function namesOf(scripts: Iterable<{ readonly name: string }>, where: string): Map<string, string> {
  return new Map([...scripts].map(({ name }) => [name, where]));
}

/** A free name that begins with another: `a-copy`, `a-copy-2` and so on. */
export function copyName(name: string, taken: ReadonlyMap<string, string>): string {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? `${name}-copy` : `${name}-copy-${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}
