// `npm run package`: the .vsix, which holds what runs and nothing else.
import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { run } from './run.mjs';
import { root } from './workbench.mjs';

const { name, version } = createRequire(import.meta.url)('../package.json');

/** Everything that may be in it. */
const allowed = [
  /^(package\.json|README\.md|CHANGELOG\.md|LICENSE(\.txt|\.md)?|readme\.md|changelog\.md)$/,
  /^dist\/(extension|server|sandbox|engineWorker)\.js$/,
  /^dist\/flux-lsp-node_bg\.wasm$/,
  /^dist\/webview\/results\.(js|css)$/,
  /^syntaxes\/[^/]+\.(json|code-snippets)$/,
  /^media\/[^/]+\.(png|svg)$/,
];

/** Builds the package and returns its path. */
export async function makePackage() {
  await run(process.execPath, ['esbuild.mjs', '--production'], { cwd: root });
  const file = join(root, `${name}-${version}.vsix`);
  await rm(file, { force: true });
  const vsce = join(root, 'node_modules', '.bin', 'vsce');
  const flags = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];
  await run(vsce, ['package', ...flags, '--out', file], { cwd: root });
  const listed = await run(vsce, ['ls', '--no-dependencies'], { cwd: root });
  const files = listed.split('\n').filter((line) => /^[\w.-]+(\/[\w.-]+)*$/.test(line.trim()));
  const unexpected = files.filter((path) => !allowed.some((pattern) => pattern.test(path.trim())));
  if (unexpected.length > 0)
    throw new Error(`These do not belong into the package: ${unexpected.join(', ')}`);
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
