import { parseArgs } from 'node:util';
import { type ExitCode, UsageError } from './exit.ts';
import type { Output } from './output.ts';
import { type ConnectionFlags, type ConnectionSettings, readSettings } from './settings.ts';
import { type Connected, connect, rootFolder, Workspace } from './workspace.ts';

type Options = NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>['options']>;

/** How a command ended; `json` are the members of its JSON object. */
export interface Ended {
  readonly exitCode: ExitCode;
  readonly json: object;
}

/** One command of the program. */
export interface Command {
  /** Options of its own, besides those that all have. */
  readonly options: Options;
  /** Whether it speaks to a server. */
  readonly connects: boolean;
  run(context: Context): Promise<Ended>;
}

/** What a command is given. */
export interface Context {
  readonly names: readonly string[];
  readonly out: Output;
  /** Ends what only reads; what writes looks at it between two scripts. */
  readonly signal: AbortSignal;
  /** The folder of the build. */
  readonly dist: string;
  flag(name: string): boolean;
  text(name: string): string | undefined;
  texts(name: string): readonly string[];
  /** The manifest's folder, absolute. */
  root(): Promise<string>;
  connect(): Promise<Connected>;
}

const common: Options = { dir: { type: 'string' }, json: { type: 'boolean' } };

const connection: Options = {
  host: { type: 'string' },
  token: { type: 'string' },
  org: { type: 'string' },
  config: { type: 'string' },
  'active-config': { type: 'string' },
  ca: { type: 'string' },
  certificate: { type: 'string' },
  key: { type: 'string' },
  'skip-verify': { type: 'boolean' },
};

/**
 * Reads a command's arguments.
 * @param onSettings is told of the connection before anything is sent
 * @throws UsageError
 */
export function makeContext(
  command: Command,
  args: readonly string[],
  surroundings: Pick<Context, 'out' | 'signal' | 'dist'>,
  onSettings: (settings: ConnectionSettings) => void,
): Context {
  const { values, positionals } = parse(args, {
    ...common,
    ...(command.connects && connection),
    ...command.options,
  });
  const text = (name: string) => {
    const value = values[name];
    if (value === '') throw new UsageError(`--${name} must not be empty.`);
    return typeof value === 'string' ? value : undefined;
  };
  return {
    ...surroundings,
    names: positionals,
    flag: (name) => values[name] === true,
    text,
    texts: (name) => (values[name] ?? []) as string[],
    root: () => rootFolder(text('dir')),
    async connect() {
      const flags: ConnectionFlags = {
        host: text('host'),
        token: text('token'),
        org: text('org'),
        config: text('config') ?? text('active-config'),
        ca: text('ca'),
        certificate: text('certificate'),
        key: text('key'),
        skipVerify: values['skip-verify'] === true,
      };
      const settings = await readSettings(flags, process.env);
      onSettings(settings);
      if (settings.certificates.allowInsecureTls && settings.url.startsWith('https:')) {
        surroundings.out.note(
          `The certificate of ${settings.url} is not checked: whoever answers there gets the token. Better name its authority with --ca.`,
        );
      }
      return await connect(settings, surroundings.signal);
    },
  };
}

function parse(args: readonly string[], options: Options) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split('. ')[0]}.`);
  }
}

/** For commands that take no names. @throws UsageError, which repeats nothing: it may be a token that lost its flag */
export function refuseNames({ names }: Context, command: string): void {
  if (names.length > 0) throw new UsageError(`\`${command}\` takes options only, no names.`);
}

/** Opens the folder's scripts against the connection, and remembers afterwards what was synced. */
export async function withWorkspace<T>(
  context: Context,
  use: (workspace: Workspace, connected: Connected) => Promise<T>,
): Promise<T> {
  const root = await context.root();
  await using connected = await context.connect();
  const workspace = await Workspace.open(root, connected, context.out);
  try {
    return await use(workspace, connected);
  } finally {
    await workspace.flush();
  }
}
