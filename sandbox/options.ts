import { parseArgs } from 'node:util';

export const usage = `Usage: node sandbox.js [options]

An InfluxDB stand-in on 127.0.0.1 with invokable scripts, Flux queries and sample data.
The first line on standard output is JSON: {"url", "token", "org", "orgID"}.

  --port N            port to listen on; 0 takes any free one (default 0)
  --token T           token that requests must carry (default: a random one)
  --org O             name of the organization (default "sandbox")
  --data DIR          keep scripts and buckets in this folder (default: in memory)
  --no-sample-data    start without sample buckets and example scripts
  --ignore-rename     answer a PATCH of a script's name with 200 and the old name, as some servers do
  --stdin-lifetime    end when standard input ends
  --testcases PATH    run the testcases of a file or folder instead (may be repeated); one line of JSON for each
  --testcase NAME     with --testcases: only those of this name (may be repeated)
  --help              print this
`;

export interface CommandLine {
  readonly help: boolean;
  readonly port: number;
  readonly token?: string;
  readonly org?: string;
  readonly data?: string;
  readonly sampleData: boolean;
  readonly ignoreRename: boolean;
  readonly stdinLifetime: boolean;
  /** Files and folders whose test cases are to be run instead. */
  readonly testcases: readonly string[];
  readonly only?: readonly string[];
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
    testcases: values.testcases ?? [],
    ...(values.testcase && { only: values.testcase }),
  };
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
        testcases: { type: 'string', multiple: true },
        testcase: { type: 'string', multiple: true },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
