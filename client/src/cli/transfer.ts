import { apply, type Outcome } from '../sync/apply.ts';
import type { Action, PlanItem } from '../sync/plan.ts';
import type { ScriptState } from '../sync/status.ts';
import { Checker } from './checker.ts';
import { type Command, type Context, type Ended, withWorkspace } from './command.ts';
import { describeError } from './describeError.ts';
import { exitCodes, UsageError } from './exit.ts';
import { tally } from './output.ts';
import type { Connected, ShownConnection, Workspace } from './workspace.ts';

/** Which way scripts go. */
export interface Direction {
  /** Options of its own, besides those that both ways have. */
  readonly options?: Command['options'];
  readonly plan: (states: readonly ScriptState[]) => PlanItem[];
  readonly taskOf: (item: PlanItem, with_: Collaborators) => Task | Promise<Task>;
}

/**
 * What a task works with. The signal is for the checks before it: what is begun is finished, so that everybody knows how it
 * ended.
 */
export interface Collaborators extends Pick<Context, 'flag' | 'signal'> {
  readonly folder: Workspace['folder'];
  readonly scripts: Connected['client']['scripts'];
  readonly checker: Checker;
}

/** What is to become of one script of a push or a pull. */
export type Task =
  | { readonly kind: 'run'; readonly action: Action; readonly run: () => Promise<Outcome> }
  /** Nothing is done; `why` follows the script's name. */
  | { readonly kind: 'conflict' | 'refused' | 'left'; readonly why: string };

type Word =
  | 'created'
  | 'updated'
  | 'deleted'
  | 'unchanged'
  | 'planned'
  | 'conflict'
  | 'refused'
  | 'failed'
  | 'notBegun'
  | 'left';

/** What has become of one script, as `--json` shows it. */
interface Result {
  readonly name: string;
  readonly file?: string;
  readonly outcome: Word;
  /** For what is planned. */
  readonly action?: Action;
  readonly message?: string;
}

/** The command that takes scripts one way. */
export function transferCommand({ options, plan, taskOf }: Direction): Command {
  return {
    options: {
      all: { type: 'boolean' },
      'dry-run': { type: 'boolean' },
      overwrite: { type: 'boolean' },
      delete: { type: 'boolean' },
      ...options,
    },
    connects: true,
    async run(context) {
      return await withWorkspace(context, async (workspace, connected) => {
        const { flag, signal } = context;
        const states = chosen(await workspace.states(connected, signal), context);
        await using checker = new Checker(context.dist);
        const { scripts } = connected.client;
        const with_ = { flag, signal, folder: workspace.folder, scripts, checker };
        return await transfer(context, connected.shown, plan(states), async (item) => taskOf(item, with_));
      });
    },
  };
}

/**
 * The scripts that were named, or all.
 * @throws UsageError when nothing says which; Error for a name that nothing has
 */
function chosen(states: readonly ScriptState[], { names, flag }: Context): ScriptState[] {
  const all = flag('all');
  if (all !== names.length < 1) {
    throw new UsageError(all ? 'Give names or --all, not both.' : 'Name the scripts, or give --all.');
  }
  if (all) return [...states];
  const found = names.map((name) => {
    const file = name.replace(/^\.\//, '');
    const state =
      states.find((each) => each.name === name) ??
      states.find((each) => each.remote?.name === name || each.file === file);
    if (state) return state;
    throw new Error(
      `There is no script “${name}”, neither here nor on the server. \`flux-scripts status\` lists all; a new file gets an entry in flux-scripts.json first.`,
    );
  });
  return [...new Set(found)];
}

/** Does the tasks, one after the other, and says what became of each. */
async function transfer(
  context: Context,
  connection: ShownConnection,
  items: readonly PlanItem[],
  taskOf: (item: PlanItem) => Promise<Task>,
): Promise<Ended> {
  const { out, signal } = context;
  const dryRun = context.flag('dry-run');
  const tasks = new Map<PlanItem, Task>();
  for (const item of items) {
    signal.throwIfAborted();
    tasks.set(item, await taskOf(item));
  }
  const results: Result[] = [];
  const add = ({ state }: PlanItem, result: Omit<Result, 'name' | 'file'>) => {
    const { name, file } = state;
    results.push({ name, ...(file !== undefined && { file }), ...result });
    // Of everything, what is as it should be is only counted.
    const elsewhere = state.status === 'onlyHere' || state.status === 'onlyThere';
    const counted = result.outcome === 'unchanged' || (result.outcome === 'left' && elsewhere);
    if (!context.flag('all') || !counted) out.line(lineFor(name, result));
  };
  const running: PlanItem[] = [];
  for (const [item, task] of tasks) {
    if (task.kind === 'run' && !dryRun) running.push(item);
    else if (task.kind === 'run') add(item, { outcome: 'planned', action: task.action });
    else {
      const same = task.kind === 'left' && item.state.status === 'inSync';
      add(item, { outcome: same ? 'unchanged' : task.kind, message: task.why });
    }
  }
  signal.addEventListener('abort', () => out.note(finishing), { once: true });
  await apply(
    running,
    async (item) => {
      const task = tasks.get(item);
      return task?.kind === 'run' ? await task.run() : { kind: 'notBegun' };
    },
    { signal, onProgress: ({ item, outcome }) => add(item, resultOf(outcome)) },
  );
  const counts = tally(results.map(({ outcome }) => words[outcome]));
  out.line(`${connection.name}: ${counts || 'no scripts'}${dryRun ? ' (dry run: nothing was written)' : ''}`);
  if (exitCode(results) === exitCodes.interrupted) out.note('Cancelled. Run it again: it does the rest.');
  return { exitCode: exitCode(results), json: { connection, dryRun, results } };
}

const finishing = 'Finishing the script that is under way; a second Ctrl+C ends at once.';

const words: Readonly<Record<Word, string>> = {
  created: 'created',
  updated: 'updated',
  deleted: 'deleted',
  unchanged: 'unchanged',
  planned: 'planned',
  conflict: 'in conflict',
  refused: 'refused',
  failed: 'failed',
  notBegun: 'not begun',
  left: 'left as it is',
};

function resultOf(outcome: Outcome): Omit<Result, 'name' | 'file'> {
  switch (outcome.kind) {
    case 'done': {
      const word = outcome.did === 'nothing' ? 'unchanged' : outcome.did;
      return { outcome: word, ...(outcome.note !== undefined && { message: outcome.note }) };
    }
    case 'conflict':
      return { outcome: 'conflict', message: outcome.why };
    case 'failed':
      return { outcome: 'failed', message: describeError(outcome.error) };
    case 'notBegun':
      return { outcome: 'notBegun' };
    default:
      return outcome satisfies never;
  }
}

/** A reason continues the script's name; what went wrong, or is to be noted, is a sentence of its own. */
function lineFor(name: string, { outcome, action, message }: Omit<Result, 'name' | 'file'>): string {
  const what = action ? `would ${action}` : words[outcome];
  if (message === undefined) return `${what}: ${name}`;
  const continues =
    outcome === 'conflict' || outcome === 'refused' || outcome === 'left' || outcome === 'unchanged';
  return `${what}: ${name}${continues ? ' ' : ': '}${message}`;
}

function exitCode(results: readonly Result[]): Ended['exitCode'] {
  const has = (...outcomes: Word[]) => results.some(({ outcome }) => outcomes.includes(outcome));
  if (has('notBegun')) return exitCodes.interrupted;
  if (has('failed')) return exitCodes.failed;
  return has('conflict', 'refused') ? exitCodes.choice : exitCodes.done;
}
