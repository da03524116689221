import { parseArgs } from 'node:util';
import { folderInUse } from './exitCodes.ts';
import { faultHelp } from './http/faultHelp.ts';

export const usage = `Usage: node sandbox.js [options]

An InfluxDB stand-in on 127.0.0.1 with invokable scripts, Flux queries and sample data.
The first line on standard output is JSON: {"url", "token", "org", "orgID"}.

  --port N            port to listen on; 0 takes any free one (default 0)
  --token T           token that requests must carry (default: a random one)
  --org O             name of the organization (default "sandbox")
  --data DIR          keep everything in this folder: scripts, data, tasks, tokens, secrets (default: in memory)
  --no-sample-data    start without sample buckets and example scripts
  --ignore-rename     answer a PATCH of a script's name with 200 and the old name, as some servers do
  --secret NAME       a secret that scripts read with secrets.get, from the environment variable of this name
                      (may be repeated); NAME=VALUE gives it here
  --stdin-lifetime    end when standard input ends
  --testcases PATH    run the testcases of a file or folder instead (may be repeated); one line of JSON for each
  --testcase NAME     with --testcases: only those of this name (may be repeated)
  --tags LIST         with --testcases: leave out those with a tag (option testing.tags) that is not in this list,
                      which commas separate; without it all are run
  --unsaved           with --testcases: the first line of standard input is JSON, {"path": "text", …}: texts that
                      stand for what the files hold
  --help              print this

Exit codes: 1 it failed, 2 the command line is wrong, ${folderInUse} another sandbox uses the folder of --data.

${faultHelp()}`;

export interface CommandLine {
  readonly help: boolean;
  readonly port: number;
  readonly token?: string;
  readonly org?: string;
  readonly data?: string;
  readonly sampleData: boolean;
  readonly ignoreRename: boolean;
  readonly stdinLifetime: boolean;
  /** What `secrets.get` reads. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Files and folders whose test cases are to be run instead. */
  readonly testcases: readonly string[];
  readonly only?: readonly string[];
  readonly tags?: readonly string[];
  /** Whether standard input brings texts of files that are not saved. */
  readonly unsaved: boolean;
}

/** What is wrong with the command line, in a sentence. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** @throws UsageError */
export function readCommandLine(args: readonly string[]): CommandLine {
  const { values } = parse(args);
  const port = Number(values.port ?? '0');
  if (!/^\d+$/.test(values.port ?? '0') || port > 65_535) {
    throw new UsageError(`--port takes a number from 0 to 65535, not "${values.port}"`);
  }
  for (const name of ['token', 'org', 'data'] as const) {
    if (values[name]?.trim() === '') throw new UsageError(`--${name} must not be empty`);
  }
  return {
    help: values.help ?? false,
    port,
    ...(values.token !== undefined && { token: values.token }),
    ...(values.org !== undefined && { org: values.org }),
    ...(values.data !== undefined && { data: values.data }),
    sampleData: !values['no-sample-data'],
    ignoreRename: values['ignore-rename'] ?? false,
    stdinLifetime: values['stdin-lifetime'] ?? false,
    ...(values.secret && { secrets: Object.fromEntries(values.secret.map(secretOf)) }),
    testcases: values.testcases ?? [],
    ...(values.testcase && { only: values.testcase }),
    ...(values.tags !== undefined && { tags: listOf(values.tags) }),
    unsaved: values.unsaved ?? false,
  };
}

function listOf(text: string): string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

function secretOf(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  const name = at < 0 ? text : text.slice(0, at);
  const value = at < 0 ? process.env[name] : text.slice(at + 1);
  if (name === '') throw new UsageError('--secret takes NAME or NAME=VALUE');
  if (value === undefined)
    throw new UsageError(`--secret ${name}: there is no environment variable of this name`);
  return [name, value];
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean' },
        port: { type: 'string' },
        token: { type: 'string' },
        org: { type: 'string' },
        data: { type: 'string' },
        'no-sample-data': { type: 'boolean' },
        'ignore-rename': { type: 'boolean' },
        'stdin-lifetime': { type: 'boolean' },
        secret: { type: 'string', multiple: true },
        testcases: { type: 'string', multiple: true },
        testcase: { type: 'string', multiple: true },
        tags: { type: 'string' },
        unsaved: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
