import { type PlanItem, planPull, planPush } from '../sync/plan.ts';
import { type Command, refuseNames, withWorkspace } from './command.ts';
import { exitCodes } from './exit.ts';
import { type Output, table, tally } from './output.ts';

/** What a push and a pull of everything would do. */
export const plan: Command = {
  options: {},
  connects: true,
  async run(context) {
    refuseNames(context, 'plan');
    return await withWorkspace(context, async (workspace, connected) => {
      const states = await workspace.states(connected, context.signal);
      const [push, pull] = [planPush(states), planPull(states)];
      print(context.out, `push --all to ${connected.shown.name} would:`, push);
      context.out.line();
      print(context.out, `pull --all from ${connected.shown.name} would:`, pull);
      return {
        exitCode: exitCodes.done,
        json: { connection: connected.shown, push: push.map(shown), pull: pull.map(shown) },
      };
    });
  },
};

function print(out: Output, title: string, items: readonly PlanItem[]): void {
  out.line(title);
  const rows = items
    .filter(({ state }) => state.status !== 'inSync')
    .map(({ action, state, reason }) => [action, state.name, reason]);
  for (const line of table(rows)) out.line(`  ${line}`);
  out.line(`  ${tally(items.map(({ action }) => action)) || 'no scripts'}`);
}

function shown({ action, reason, state: { name, status, file } }: PlanItem): object {
  return { name, action, reason, status, ...(file !== undefined && { file }) };
}
