// `npm test`: everything that must pass, layer by layer; ends with one line that counts.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { chromium } from 'playwright-core';
import { installDebian } from './debian.mjs';
import { makePackage } from './package.mjs';
import { run } from './run.mjs';
import { chromiumArguments, ensureChromium, ensureWorkbench, root, startWorkbench } from './workbench.mjs';

/** Folders of `test/` that are no suites of their own, or that are run in another way. */
const special = new Set(['bench', 'extension', 'fixtures', 'workbench']);
const suites = readdirSync(join(root, 'test'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !special.has(entry.name))
  .map(({ name }) => name);

/** Milliseconds for one layer: far above what any needs, only so that one that hangs ends, and fails. */
const deadline = 40 * 60_000;

/** In the order in which they are run. */
const layers = {
  check,
  build,
  ...Object.fromEntries(suites.map((name) => [name, () => nodeTests(name)])),
  extension: extensionHost,
  workbench: () => workbench(),
  desktop,
};
/** Suites that start processes. */
const processes = new Set(['cli', 'sandbox', 'server', 'snippets', 'torture']);
const groups = { unit: suites.filter((name) => !processes.has(name)) };
const onRequest = new Set(['desktop']);

const total = { passed: 0, failed: 0 };

const asked = process.argv.slice(2);
if (asked.includes('--help')) {
  console.log(
    `npm test -- [layer…]\nLayers: ${Object.keys(layers).join(', ')}; unit is all of them that need neither server, sandbox nor window.`,
  );
  process.exit(0);
}
const unknown = asked.filter((name) => !(name in layers) && !(name in groups));
if (unknown.length > 0) {
  console.error(`There is no layer ${unknown.join(', ')}. Layers: ${Object.keys(layers).join(', ')}.`);
  process.exit(2);
}
const chosen =
  asked.length > 0
    ? asked.flatMap((name) => groups[name] ?? [name])
    : Object.keys(layers).filter((name) => !onRequest.has(name));
if (asked.length > 0 && !chosen.includes('build')) await build();

for (const name of chosen) {
  const began = Date.now();
  let result;
  try {
    result = await layers[name]();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    result = { passed: 0, failed: 1 };
  }
  total.passed += result.passed;
  total.failed += result.failed;
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  console.log(
    `${result.failed > 0 ? '✖' : '✔'} ${name}: ${result.passed} of ${result.passed + result.failed} in ${seconds} s`,
  );
  // Nothing below can be trusted.
  if (name === 'build' && result.failed > 0) break;
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);

async function check() {
  const bin = (name) => join(root, 'node_modules', '.bin', name);
  const checks = [
    [bin('tsc'), ['--noEmit']],
    [bin('tsc'), ['--noEmit', '-p', 'client/webview']],
    [bin('biome'), ['check', '--error-on-warnings', '.']],
  ];
  let failed = 0;
  for (const [command, args] of checks) {
    try {
      await run(command, args, { cwd: root });
    } catch (error) {
      failed++;
      console.error(error.message);
    }
  }
  return { passed: checks.length - failed, failed };
}

async function build() {
  await run(process.execPath, ['esbuild.mjs'], { cwd: root });
  return { passed: 1, failed: 0 };
}

/** Runs the `*.test.ts` files of a folder with Node's test runner. */
async function nodeTests(folder, flags = []) {
  if (testsPages(folder)) await ensureChromium(console.log);
  if (folder === 'influx') await ensureOpenssl();
  const reports = await mkdtemp(join(tmpdir(), 'tests-'));
  const spec = join(reports, 'spec');
  const counts = join(reports, 'counts');
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON',
      '--disable-warning=ExperimentalWarning',
      '--test',
      ...flags,
      '--test-reporter=spec',
      `--test-reporter-destination=${spec}`,
      '--test-reporter=./scripts/counts.mjs',
      `--test-reporter-destination=${counts}`,
      `test/${folder}/**/*.test.ts`,
    ],
    { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  // The runner ends its files with itself, and names those that were running.
  const hanging = setTimeout(() => {
    console.error(`test/${folder} did not end within ${deadline / 60_000} minutes.`);
    child.kill();
  }, deadline);
  const code = await new Promise((resolve) => child.once('close', resolve));
  clearTimeout(hanging);
  // Nothing there: the runner itself died.
  const text = existsSync(counts) ? await readFile(counts, 'utf8') : '';
  const result = text === '' ? { passed: 0, failed: 0, broken: [] } : JSON.parse(text);
  for (const file of result.broken) console.error(`✖ ${file} ended before its tests did, or has none.`);
  const { passed } = result;
  let failed = result.failed + result.broken.length;
  if (failed === 0 && (code !== 0 || passed === 0)) failed = 1;
  if (failed > 0 && existsSync(spec)) {
    const report = await readFile(spec, 'utf8');
    console.error(report.slice(Math.max(0, report.indexOf('✖ failing tests:'))));
  }
  await rm(reports, { recursive: true, force: true });
  return { passed, failed };
}

/** The certificates of the tests are made with it. */
async function ensureOpenssl() {
  if (spawnSync('openssl', ['version']).status === 0) return;
  await installDebian(['openssl'], 'The tests of TLS make their certificates with openssl. Install it.');
}

/** Whether the folder has tests that run in a browser. */
function testsPages(folder) {
  return readdirSync(join(root, 'test', folder)).some((name) => name.endsWith('page.test.ts'));
}

/** The suite for the extension host; the production build of the package, in the same folder, is without it. */
async function hostSuite() {
  const suite = join(root, 'dist', 'test', 'index.js');
  if (!existsSync(suite)) await build();
  return suite;
}

/** The suite inside the extension host, in the browser workbench. */
async function extensionHost() {
  await ensureWorkbench(console.log);
  const executablePath = await ensureChromium(console.log);
  const tests = await hostSuite();
  const workspace = await mkdtemp(join(tmpdir(), 'workspace-'));
  const server = await startWorkbench({ workspace, extension: root, tests });
  let browser;
  try {
    browser = await chromium.launch({
      executablePath,
      args: chromiumArguments,
    });
    const page = await browser.newPage();
    const log = [];
    const ended = new Promise((resolve, reject) => {
      void page.exposeFunction('codeAutomationLog', (_type, args) => log.push(args.join(' ')));
      void page.exposeFunction('codeAutomationExit', resolve);
      setTimeout(
        () => reject(new Error('The extension host suite did not end within two minutes.')),
        120_000,
      ).unref();
    });
    await page.goto(server.url);
    const code = await ended.catch((error) => {
      log.push(error.message);
      return 1;
    });
    const text = log.join('\n');
    const [, passed, failed] = /mocha: (\d+) passed, (\d+) failed/.exec(text) ?? [undefined, 0, 1];
    if (code !== 0 || Number(failed) > 0) console.error(text);
    return { passed: Number(passed), failed: code !== 0 ? Math.max(1, Number(failed)) : Number(failed) };
  } finally {
    await browser?.close();
    await server.close();
    await rm(workspace, { recursive: true, force: true });
  }
}

/** A person's walk through the installed package. */
async function workbench() {
  await ensureWorkbench(console.log);
  await ensureChromium(console.log);
  await ensureOpenssl();
  await mkdir(join(root, 'test-output'), { recursive: true });
  process.env.FLUX_SCRIPTS_PACKAGE = await makePackage();
  return await nodeTests('workbench', ['--test-concurrency=1']);
}

/** The suite inside the extension host of a downloaded desktop VS Code; needs a display. */
async function desktop() {
  const { runTests } = await import('@vscode/test-electron');
  const counts = join(await mkdtemp(join(tmpdir(), 'tests-')), 'counts.json');
  try {
    // It rejects when a test fails, and when VS Code does not come up: what the suite wrote tells them apart.
    const ended = await runTests({
      extensionDevelopmentPath: root,
      extensionTestsPath: await hostSuite(),
      extensionTestsEnv: { FLUX_SCRIPTS_TEST_COUNTS: counts },
      launchArgs: [join(root, 'examples'), '--disable-workspace-trust'],
    }).catch((error) => error);
    if (!existsSync(counts)) throw ended instanceof Error ? ended : new Error('The suite did not run.');
    const result = JSON.parse(await readFile(counts, 'utf8'));
    if (result.failed === 0 && ended instanceof Error) throw ended;
    return result;
  } finally {
    await rm(dirname(counts), { recursive: true, force: true });
  }
}
