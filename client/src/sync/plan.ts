import { isCurrent, isUntouched } from './differences.ts';
import type { ScriptState, SyncStatus } from './status.ts';

/** What is done to one script. */
export type Action =
  | 'create'
  | 'update'
  | 'delete'
  /** Both sides have changed: somebody has to choose. */
  | 'conflict'
  | 'leave';

export interface PlanItem<State extends ScriptState = ScriptState> {
  readonly action: Action;
  readonly state: State;
  /** Why, in words that follow the script's name. */
  readonly reason: string;
}

type Rule = readonly [Action, string];

const pushRules: Readonly<Record<SyncStatus, Rule>> = {
  onlyHere: ['create', 'is new'],
  modifiedHere: ['update', 'was changed here'],
  deletedHere: ['delete', 'was deleted here'],
  deletedThere: ['conflict', 'was deleted on the server'],
  conflict: ['conflict', 'was changed on both sides'],
  modifiedThere: ['leave', 'was changed on the server: pull it'],
  onlyThere: ['leave', 'is only on the server'],
  inSync: ['leave', 'is in sync'],
};

const pullRules: Readonly<Record<SyncStatus, Rule>> = {
  onlyThere: ['create', 'is new'],
  modifiedThere: ['update', 'was changed on the server'],
  deletedThere: ['delete', 'was deleted on the server'],
  deletedHere: ['conflict', 'was deleted here'],
  conflict: ['conflict', 'was changed on both sides'],
  modifiedHere: ['leave', 'was changed here: push it'],
  onlyHere: ['leave', 'is only here'],
  inSync: ['leave', 'is in sync'],
};

const order: readonly Action[] = ['conflict', 'create', 'update', 'delete', 'leave'];

/** What a push of everything would do; nothing is done yet. */
export function planPush<State extends ScriptState>(states: readonly State[]): PlanItem<State>[] {
  return plan(states, pushRules).map((item) => {
    const { status, base, remote } = item.state;
    if (status !== 'deletedHere' || !base || !remote || isCurrent(base, remote)) return item;
    return { ...item, action: 'conflict', reason: 'was deleted here and changed on the server' };
  });
}

/** What a pull of everything would do; nothing is done yet. */
export function planPull<State extends ScriptState>(states: readonly State[]): PlanItem<State>[] {
  return plan(states, pullRules).map((item) => {
    const { status, local, base } = item.state;
    // What the server never had is not deleted because its script was.
    if (status !== 'deletedThere' || !local || !base || isUntouched(local, base)) return item;
    return { ...item, action: 'conflict', reason: 'was deleted on the server and changed here' };
  });
}

function plan<State extends ScriptState>(
  states: readonly State[],
  rules: Readonly<Record<SyncStatus, Rule>>,
): PlanItem<State>[] {
  return states
    .map((state) => {
      const [action, reason] = rules[state.status];
      return { action, reason, state };
    })
    .sort(
      (a, b) => order.indexOf(a.action) - order.indexOf(b.action) || a.state.name.localeCompare(b.state.name),
    );
}
