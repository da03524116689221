// `npm run package`: the .vsix, which holds what runs and nothing else.
import { readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { run } from './run.mjs';
import { root } from './workbench.mjs';
import { zipEntries } from './zip.mjs';

const { name, version } = createRequire(import.meta.url)('../package.json');

/** What runs: without one of them it would not. */
const needed = [
  'package.json',
  'dist/extension.js',
  'dist/server.js',
  'dist/engineWorker.js',
  'dist/flux-lsp-node_bg.wasm',
  'dist/stdlib.json',
  'dist/sandbox.js',
  'dist/cli.js',
  'dist/webview/results.js',
  'dist/webview/results.css',
];

/** What else may be in it; vsce renames some of them. */
const allowed = [
  /^(readme\.md|changelog\.md|license(\.txt|\.md)?)$/i,
  /^syntaxes\/[\w.-]+\.(json|code-snippets)$/,
  /^media\/[\w.-]+\.(png|svg)$/,
];

/** Builds the package and returns its path. */
export async function makePackage() {
  await run(process.execPath, ['esbuild.mjs', '--production'], { cwd: root });
  const file = join(root, `${name}-${version}.vsix`);
  await rm(file, { force: true });
  const vsce = join(root, 'node_modules', '.bin', 'vsce');
  const flags = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];
  await run(vsce, ['package', ...flags, '--out', file], { cwd: root });
  const files = zipEntries(await readFile(file))
    .filter((name) => name.startsWith('extension/'))
    .map((name) => name.slice('extension/'.length));
  const missing = needed.filter((name) => !files.includes(name));
  const unexpected = files.filter(
    (name) => !needed.includes(name) && !allowed.some((pattern) => pattern.test(name)),
  );
  if (missing.length > 0 || unexpected.length > 0) {
    await rm(file);
    const complaints = [
      missing.length > 0 ? `These are missing in the package: ${missing.join(', ')}.` : '',
      unexpected.length > 0 ? `These do not belong into the package: ${unexpected.join(', ')}.` : '',
    ];
    throw new Error(complaints.filter(Boolean).join('\n'));
  }
  return file;
}

if (process.argv[1] === join(root, 'scripts', 'package.mjs')) {
  try {
    console.log(await makePackage());
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
