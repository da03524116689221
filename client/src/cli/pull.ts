import { pull as pullOne } from '../sync/apply.ts';
import { type PlanItem, planPull } from '../sync/plan.ts';
import { type Collaborators, type Task, transferCommand } from './transfer.ts';

/** Brings scripts here. */
export const pull = transferCommand({ plan: planPull, taskOf });

function taskOf({ action, state, reason }: PlanItem, { flag, folder, scripts }: Collaborators): Task {
  const { status, local } = state;
  const overwrite = flag('overwrite');
  const replacing = overwrite && local ? { overwrite: local.text } : {};
  switch (status) {
    case 'inSync':
    case 'onlyHere':
      return { kind: 'left', why: reason };
    case 'onlyThere':
    case 'modifiedThere':
      return { kind: 'run', action, run: () => pullOne(folder, scripts, state) };
    case 'modifiedHere':
      if (!overwrite) return { kind: 'left', why: reason };
      return { kind: 'run', action: 'update', run: () => pullOne(folder, scripts, state, replacing) };
    case 'conflict':
      if (!overwrite) return { kind: 'conflict', why: `${reason}; --overwrite replaces what is here` };
      return { kind: 'run', action: 'update', run: () => pullOne(folder, scripts, state, replacing) };
    case 'deletedHere':
      if (!overwrite) return { kind: 'conflict', why: `${reason}; --overwrite brings it back` };
      return { kind: 'run', action: 'create', run: () => pullOne(folder, scripts, state) };
    case 'deletedThere':
      if (action === 'conflict' && !overwrite) {
        return { kind: 'conflict', why: `${reason}; --overwrite --delete deletes it here all the same` };
      }
      if (!flag('delete')) return { kind: 'refused', why: `${reason}; --delete deletes it here` };
      return { kind: 'run', action: 'delete', run: () => pullOne(folder, scripts, state, replacing) };
    default:
      return status satisfies never;
  }
}
