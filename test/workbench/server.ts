import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { makePackage } from '../../scripts/package.mjs';
import { ensureWorkbench, startWorkbench } from '../../scripts/workbench.mjs';
import { filesWithSecrets } from '../findSecrets.ts';

/** VS Code's server, for one walk. */
export interface WorkbenchServer {
  readonly url: string;
  /** What it keeps on disk: settings, state, logs, installed extensions. */
  readonly data: string;
  /** What a walk enters that may be written nowhere; with the tokens in `env`. */
  readonly secrets: Set<string>;
  /**
   * Ends it; the last of what a walk ends, since it may throw.
   *
   * @throws AssertionError when a file that it, the extension or the walk wrote holds a secret, or the environment of a process that
   * the extension started
   */
  close(): Promise<void>;
}

/** The package under test. The suite makes one for all walks; a walk that is run by itself makes its own. */
export async function packaged(): Promise<string> {
  return process.env['FLUX_SCRIPTS_PACKAGE'] ?? (await makePackage());
}

/** Starts VS Code's server, once it is installed. */
export async function startServer(options: Parameters<typeof startWorkbench>[0]): Promise<WorkbenchServer> {
  await ensureWorkbench();
  const { url, data, close } = await startWorkbench(options);
  const tokens = Object.entries(options.env ?? {}).filter(([name]) => name.endsWith('TOKEN'));
  const secrets = new Set(tokens.map(([, value]) => value));
  return {
    url,
    data,
    secrets,
    async close() {
      try {
        assert.deepEqual(await filesWithSecrets([data, options.workspace], [...secrets]), []);
        assert.deepEqual(await processesWithSecrets(data, [...secrets]), []);
      } finally {
        await close();
      }
    },
  };
}

/** The scripts of those processes of the installed extension whose environment holds a secret (Linux' `/proc`). */
async function processesWithSecrets(extension: string, secrets: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const id of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    // One that has ended meanwhile holds nothing.
    const read = (name: string) => readFile(`/proc/${id}/${name}`, 'utf8').catch(() => '');
    const parts = (await read('cmdline')).split('\0');
    const script = parts.find((part) => part.startsWith(extension) && part.includes('/dist/'));
    if (script === undefined) continue;
    const environment = await read('environ');
    if (secrets.some((secret) => environment.includes(secret))) found.push(script);
  }
  return found;
}
