import * as vscode from 'vscode';
import { type TimeFormat, type TimeStyle, timeFormats } from '../../webview/protocol.ts';
import { section } from '../contributions.ts';
import type { SessionPorts } from '../results/questions/question.ts';
import { isTimeZone } from '../results/timeText.ts';

/** How times read in results: kept in the settings, so that it is the same for all runs. */
export const timeStyle: NonNullable<SessionPorts['timeStyle']> = {
  /** What the settings say, as far as it can be shown. */
  get(): TimeStyle {
    const settings = vscode.workspace.getConfiguration(section);
    const zone = settings.get<unknown>('results.timeZone');
    const format = settings.get<unknown>('results.timeFormat');
    return {
      zone: typeof zone === 'string' && (zone === 'local' || isTimeZone(zone)) ? zone : 'UTC',
      format: timeFormats.includes(format as TimeFormat) ? (format as TimeFormat) : 'rfc3339',
    };
  },

  async set({ zone, format }: TimeStyle): Promise<void> {
    await set('results.timeZone', zone);
    await set('results.timeFormat', format);
  },
};

/** Writes a setting where it stands now: in the workspace, or else for the person. */
async function set(name: string, value: string): Promise<void> {
  const settings = vscode.workspace.getConfiguration(section);
  if (settings.get(name) !== value) {
    const { Global, Workspace } = vscode.ConfigurationTarget;
    const inWorkspace = settings.inspect(name)?.workspaceValue !== undefined;
    await settings.update(name, value, inWorkspace ? Workspace : Global);
  }
}
