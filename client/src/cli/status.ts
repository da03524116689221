import type { ScriptState, SyncStatus } from '../sync/status.ts';
import { type Command, refuseNames, withWorkspace } from './command.ts';
import { exitCodes } from './exit.ts';
import { table, tally } from './output.ts';

const words: Readonly<Record<SyncStatus, string>> = {
  inSync: 'in sync',
  modifiedHere: 'modified here',
  modifiedThere: 'modified there',
  conflict: 'conflict',
  onlyHere: 'only here',
  onlyThere: 'only there',
  deletedHere: 'deleted here',
  deletedThere: 'deleted there',
};

/** How every script stands. */
export const status: Command = {
  options: { 'exit-code': { type: 'boolean' } },
  connects: true,
  async run(context) {
    refuseNames(context, 'status');
    return await withWorkspace(context, async (workspace, connected) => {
      const states = await workspace.states(connected, context.signal);
      const rows = states.map((state) => [words[state.status], state.name, state.file ?? '']);
      for (const line of table(rows)) context.out.line(line);
      const counts = tally(states.map((state) => words[state.status]));
      context.out.line(`${connected.shown.name}: ${counts || 'no scripts'}`);
      const differs = states.some((state) => state.status !== 'inSync');
      return {
        exitCode: differs && context.flag('exit-code') ? exitCodes.found : exitCodes.done,
        json: { connection: connected.shown, scripts: states.map(shown), summary: summary(states) },
      };
    });
  },
};

function shown({ name, status, file, remote, base }: ScriptState): object {
  const id = remote?.id ?? base?.id;
  return {
    name,
    status,
    ...(file !== undefined && { file }),
    ...(id !== undefined && { id }),
    ...(remote?.updatedAt !== undefined && { updatedAt: remote.updatedAt }),
  };
}

/** Every status is there, so that a program need not ask whether it is. */
function summary(states: readonly ScriptState[]): Record<SyncStatus, number> {
  const counts = Object.fromEntries(Object.keys(words).map((word) => [word, 0])) as Record<
    SyncStatus,
    number
  >;
  for (const state of states) counts[state.status] += 1;
  return counts;
}
