// `npm start`: builds, starts the sandbox, and opens VS Code on a copy of examples/ with the extension loaded and connected.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { makePackage } from './package.mjs';
import { run } from './run.mjs';
import { startSandbox } from './sandbox.mjs';
import { ensureWorkbench, root, startWorkbench } from './workbench.mjs';

const tokenVariable = 'FLUX_SCRIPTS_SANDBOX_TOKEN';

/** What is to be closed in the end, last first. */
const opened = [];
let stopping = false;

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stop(0));
try {
  await start();
} catch (error) {
  // Ctrl+C during a step ends the step too, and is no failure.
  if (!stopping) {
    console.error(error instanceof Error ? error.message : error);
    await stop(1);
  }
}

async function stop(code) {
  if (stopping) return;
  stopping = true;
  for (const close of opened.toReversed()) await close();
  process.exit(code);
}

/** Nothing works any more without it. */
function essential(name, child) {
  child.once('exit', (code) => {
    if (!stopping) console.error(`${name} ended (${code}).`);
    void stop(1);
  });
}

async function start() {
  const port = readPort();
  const desktop = findDesktop();
  console.log('Building…');
  if (desktop) await run(process.execPath, ['esbuild.mjs'], { cwd: root });
  else await ensureWorkbench(console.log);
  // The browser's window takes an installed package, which is built into the same folder: before anything runs from it.
  const extension = desktop ? root : await makePackage();
  // A copy: what is tried there does not change the repository.
  const workspace = join(root, '.vscode-test', 'examples');
  if (!existsSync(workspace)) await cp(join(root, 'examples'), workspace, { recursive: true });
  const data = join(root, '.vscode-test', 'sandbox');
  const sandbox = await startSandbox(['--data', data]);
  opened.push(sandbox.close);
  essential('The sandbox', sandbox.child);
  const env = { [tokenVariable]: sandbox.token };
  const { url, org } = sandbox;
  const connection = { name: 'Sandbox', url, org, tokenEnvironmentVariable: tokenVariable };
  const settings = { 'fluxScripts.connections': [connection] };

  if (desktop) await openDesktop(desktop, workspace, settings, env);
  else await openBrowser(workspace, extension, settings, env, port);
}

/** The browser workbench's port from PORT; any free one without. */
function readPort() {
  const text = process.env.PORT;
  if (!text) return undefined;
  if (!/^\d+$/.test(text) || Number(text) < 1 || Number(text) > 65_535)
    throw new Error(`PORT takes a number from 1 to 65535, not "${text}".`);
  return Number(text);
}

function findDesktop() {
  if (process.env.CODE) return process.env.CODE;
  const hasDisplay =
    process.platform !== 'linux' ||
    process.env.DISPLAY !== undefined ||
    process.env.WAYLAND_DISPLAY !== undefined;
  if (!hasDisplay) return undefined;
  const name = process.platform === 'win32' ? 'code.cmd' : 'code';
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** With a profile of its own, so that nobody's settings are touched. */
async function openDesktop(code, workspace, settings, env) {
  const profile = join(root, '.vscode-test', 'desktop');
  await mkdir(join(profile, 'User'), { recursive: true });
  await writeFile(join(profile, 'User', 'settings.json'), JSON.stringify(settings, undefined, 2));
  const args = [
    workspace,
    '--new-window',
    '--wait',
    '--disable-workspace-trust',
    `--extensionDevelopmentPath=${root}`,
    `--user-data-dir=${profile}`,
  ];
  const child = spawn(code, args, {
    env: { ...process.env, ...env },
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  opened.push(() => child.kill());
  child.once('exit', (exitCode) => stop(exitCode ?? 0));
  child.once('error', (error) => {
    console.error(`${code} did not start: ${error.message}. Set CODE to VS Code's executable.`);
    void stop(1);
  });
  console.log('VS Code is opening. Press Ctrl+C here to stop.');
}

async function openBrowser(workspace, extension, settings, env, port) {
  const workbench = await startWorkbench({ workspace, extension, settings, env, port });
  opened.push(workbench.close);
  essential("VS Code's server", workbench.child);
  console.log(`Press Ctrl+C to stop.\nOpen ${workbench.url}`);
}
