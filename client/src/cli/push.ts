import { create, push as pushOne } from '../sync/apply.ts';
import { type PlanItem, planPush } from '../sync/plan.ts';
import { languageOfScript } from '../sync/status.ts';
import { type Collaborators, type Task, transferCommand } from './transfer.ts';

/** Brings scripts to the server. */
export const push = transferCommand({
  options: { 'allow-errors': { type: 'boolean' } },
  plan: planPush,
  async taskOf(item, with_) {
    const task = taskOf(item, with_);
    if (task.kind !== 'run' || task.action === 'delete') return task;
    return (await refusal(item, with_)) ?? task;
  },
});

function taskOf({ action, state, reason }: PlanItem, { flag, folder, scripts }: Collaborators): Task {
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

/** Why a text is not sent, if it is not. Of other languages than Flux the server alone can judge. */
async function refusal(
  { state }: PlanItem,
  { flag, signal, checker }: Collaborators,
): Promise<Task | undefined> {
  const { file = '', local } = state;
  if (!local || languageOfScript(state) !== 'flux' || flag('allow-errors')) return undefined;
  const errors = await checker.compileErrors(local.text, signal);
  if (errors.length === 0) return undefined;
  const places = errors.map(({ line, column, message }) => `\n  ${file}:${line}:${column}: ${message}`);
  return {
    kind: 'refused',
    why: `does not compile; --allow-errors pushes it all the same${places.join('')}`,
  };
}
