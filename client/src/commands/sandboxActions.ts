import * as vscode from 'vscode';
import exampleTestcases from '../../../examples/sensors_test.flux';
import type { SandboxAnnouncement } from '../connections/sandbox.ts';
import { sandboxQuery } from '../snippets/sandboxQuery.ts';
import { confirm, required } from './command.ts';

/** What one can do with the sandbox while it runs. */
export async function sandboxActions(
  announcement: SandboxAnnouncement,
  storage: vscode.Uri,
  stop: () => Promise<void>,
): Promise<void> {
  const { url } = announcement;
  const choices: (vscode.QuickPickItem & { readonly run: () => unknown })[] = [
    {
      label: '$(terminal) Open a Terminal',
      detail: 'With INFLUX_HOST, INFLUX_ORG and INFLUX_TOKEN set, for curl and other clients',
      run: () => openTerminal(announcement),
    },
    { label: '$(copy) Copy the Address', description: url, run: () => copy(url, 'The address') },
    {
      label: '$(code) Copy a Query with curl',
      detail: 'Without the token: it takes INFLUX_TOKEN, which the terminal has',
      run: () => copy(sandboxQuery(announcement), 'The query'),
    },
    {
      label: '$(beaker) Open Example Testcases',
      detail: 'Unit tests in Flux, which run on the sandbox',
      run: () => openExampleTestcases(storage),
    },
    {
      label: '$(output) Show the Log',
      run: () => vscode.commands.executeCommand('fluxScripts.showLog'),
    },
    { label: '$(debug-stop) Stop the Sandbox', run: stop },
  ];
  const title = `The Sandbox at ${url}`;
  await (await required(vscode.window.showQuickPick(choices, { title, matchOnDetail: true }))).run();
}

/** The token is in the terminal's environment, and nowhere else: VS Code stores nothing of a transient terminal. */
function openTerminal({ url, org, token }: SandboxAnnouncement): void {
  vscode.window
    .createTerminal({
      name: 'Sandbox',
      iconPath: new vscode.ThemeIcon('beaker'),
      env: { INFLUX_HOST: url, INFLUX_ORG: org, INFLUX_TOKEN: token },
      isTransient: true,
    })
    .show();
}

async function copy(text: string, what: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  confirm(`${what} is in the clipboard`);
}

/** In a folder of the extension's own, as it was left there: nothing is written into a workspace unasked. */
async function openExampleTestcases(storage: vscode.Uri): Promise<void> {
  const file = vscode.Uri.joinPath(storage, 'examples', 'sensors_test.flux');
  try {
    await vscode.workspace.fs.stat(file);
  } catch {
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(exampleTestcases));
  }
  await vscode.window.showTextDocument(file);
}
