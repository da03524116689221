import { create, push as pushOne } from '../sync/apply.ts';
import { type PlanItem, planPush } from '../sync/plan.ts';
import { Checker } from './checker.ts';
import { type Command, type Context, withWorkspace } from './command.ts';
import { chosen, type Task, transfer } from './transfer.ts';
import type { Connected, Workspace } from './workspace.ts';

/** Brings scripts to the server. */
export const push: Command = {
  options: {
    all: { type: 'boolean' },
    'dry-run': { type: 'boolean' },
    overwrite: { type: 'boolean' },
    delete: { type: 'boolean' },
    'allow-errors': { type: 'boolean' },
  },
  connects: true,
  async run(context) {
    return await withWorkspace(context, async (workspace, connected) => {
      const states = chosen(await workspace.states(connected, context.signal), context);
      await using checker = new Checker(context.dist);
      return await transfer(context, connected.shown, planPush(states), async (item) => {
        const task = taskOf(context, workspace, connected, item);
        if (task.kind !== 'run' || task.action === 'delete') return task;
        return (await refusal(context, checker, item)) ?? task;
      });
    });
  },
};

/** The signal is not passed on: what is begun is finished, so that everybody knows how it ended. */
function taskOf(
  { flag }: Context,
  { folder }: Workspace,
  { client: { scripts } }: Connected,
  { action, state, reason }: PlanItem,
): Task {
  const { status, file, local, remote } = state;
  const overwrite = flag('overwrite');
  const replacing = overwrite && remote ? { overwrite: remote } : {};
  switch (status) {
    case 'inSync':
    case 'onlyThere':
      return { kind: 'left', why: reason };
    case 'onlyHere':
    case 'modifiedHere':
      return { kind: 'run', action, run: () => pushOne(folder, scripts, state) };
    case 'modifiedThere':
      if (!overwrite) return { kind: 'left', why: reason };
      return { kind: 'run', action: 'update', run: () => pushOne(folder, scripts, state, replacing) };
    case 'conflict':
      if (!overwrite)
        return { kind: 'conflict', why: `${reason}; --overwrite replaces the server's version` };
      return { kind: 'run', action: 'update', run: () => pushOne(folder, scripts, state, replacing) };
    case 'deletedThere': {
      if (!overwrite) return { kind: 'conflict', why: `${reason}; --overwrite makes it again` };
      if (file === undefined || !local) return { kind: 'left', why: reason };
      const { text, name = state.name, description } = local;
      const entry = { file, name, ...(description !== undefined && { description }) };
      return { kind: 'run', action: 'create', run: () => create(folder, scripts, entry, text) };
    }
    case 'deletedHere': {
      if (!flag('delete')) return { kind: 'refused', why: `${reason}; --delete deletes it on the server` };
      // The plan has seen that it was changed there.
      if (action === 'conflict' && !overwrite) {
        return {
          kind: 'conflict',
          why: `${reason} and changed on the server; --overwrite deletes it all the same`,
        };
      }
      return { kind: 'run', action: 'delete', run: () => pushOne(folder, scripts, state, replacing) };
    }
    default:
      return status satisfies never;
  }
}

/** Why a text is not sent, if it is not. */
async function refusal(
  { flag, signal }: Context,
  checker: Checker,
  { state: { file = '', local, remote } }: PlanItem,
): Promise<Task | undefined> {
  if (!local) return undefined;
  const isFlux = remote ? (remote.language ?? 'flux') === 'flux' : /\.flux$/i.test(file);
  if (!isFlux) {
    if (remote) return undefined;
    return {
      kind: 'refused',
      why: `is new, and ${file} is not a .flux file: only Flux scripts can be created`,
    };
  }
  if (flag('allow-errors')) return undefined;
  const errors = await checker.compileErrors(local.text, signal);
  if (errors.length === 0) return undefined;
  const places = errors.map(({ line, column, message }) => `\n  ${file}:${line}:${column}: ${message}`);
  return {
    kind: 'refused',
    why: `does not compile; --allow-errors pushes it all the same${places.join('')}`,
  };
}
