// Builds everything that runs into dist/. `--watch` rebuilds on change, `--production` minifies and drops source maps.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import esbuild from 'esbuild';
import { stdlib } from './scripts/stdlib.mjs';
import { limitMemory } from './scripts/wasm.mjs';

const root = fileURLToPath(new URL('.', import.meta.url));
const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

/** What every bundle shares. */
const common = {
  absWorkingDir: root,
  bundle: true,
  minify: production,
  sourcemap: !production,
  // The code that users run carries no notes for its writers.
  legalComments: production ? 'none' : 'inline',
  logLevel: 'warning',
  loader: { '.flux': 'text' },
};

/** Bundles for Node. The server and the sandbox also run outside VS Code, on Node 20 and later. */
const node = { ...common, platform: 'node', format: 'cjs', target: 'node20' };

const builds = [
  {
    ...node,
    target: 'node22',
    entryPoints: { extension: 'client/src/extension.ts' },
    external: ['vscode'],
    outdir: 'dist',
  },
  {
    ...node,
    entryPoints: {
      server: 'server/src/main.ts',
      engineWorker: 'server/src/engine/worker.ts',
      sandbox: 'sandbox/main.ts',
      cli: 'client/src/cli/main.ts',
    },
    outdir: 'dist',
  },
  {
    ...common,
    platform: 'browser',
    format: 'iife',
    target: 'chrome120',
    entryPoints: { results: 'client/webview/main.ts' },
    outdir: 'dist/webview',
  },
];

if (!production) {
  builds.push({
    ...node,
    target: 'node22',
    entryPoints: { index: 'test/extension/index.ts', suite: 'test/extension/suite.ts' },
    external: ['vscode', 'mocha'],
    outdir: 'dist/test',
  });
}

await rm(new URL('dist', import.meta.url), { recursive: true, force: true });
await mkdir(new URL('dist', import.meta.url), { recursive: true });
/** 128 MiB: a script of thousands of lines takes a quarter of it. */
const compilerPages = 2048;
const compiler = 'flux-lsp-node_bg.wasm';
const wasm = await readFile(new URL(`node_modules/@influxdata/flux-lsp-node/${compiler}`, import.meta.url));
// The engine's loader looks for its WebAssembly beside itself.
await writeFile(new URL(`dist/${compiler}`, import.meta.url), limitMemory(wasm, compilerPages));
// What the compiler knows of the standard library, so that the language server need not ask.
await writeFile(new URL('dist/stdlib.json', import.meta.url), JSON.stringify(await stdlib()));

if (watch) {
  await Promise.all(
    builds.map(async (options) => (await esbuild.context({ ...options, logLevel: 'info' })).watch()),
  );
} else {
  await Promise.all(builds.map((options) => esbuild.build(options)));
}
