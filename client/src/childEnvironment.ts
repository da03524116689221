import { isSecret } from './params/inputs.ts';

/** What a process needs to start and to find its language and folders, on each system. */
const needed =
  /^(PATH|PATHEXT|HOME|USERPROFILE|SYSTEMROOT|WINDIR|COMSPEC|TMP|TEMP|TMPDIR|LANG|LANGUAGE|TZ|(APP|LOCALAPP|PROGRAM)DATA|(LC|LD|DYLD|NIX|XDG|NODE|ELECTRON|VSCODE)_.*)$/i;

/**
 * The environment for a process of ours. Any variable may hold somebody's token, and neither the language server nor the
 * sandbox needs one: all but the necessary is set to undefined, which also keeps it from being inherited.
 */
export function childEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      needed.test(name) && !isSecret(name) ? value : undefined,
    ]),
  );
}
