import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from './workbench.mjs';

/** Starts the built sandbox; it ends with this process. */
export async function startSandbox(args = []) {
  const script = join(root, 'dist', 'sandbox.js');
  const child = spawn(process.execPath, [script, '--port', '0', '--stdin-lifetime', ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const announcement = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('error', reject);
    child.once('exit', (code) =>
      reject(new Error(`The sandbox ended (${code}). \`npm run build\` makes ${script}.`)),
    );
  });
  return { ...JSON.parse(announcement), close: () => child.kill(), child };
}
