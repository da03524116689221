import { existsSync } from 'node:fs';
import { run } from './run.mjs';

/** Installs Debian packages where that is possible. @throws Error with `otherwise` where it is not */
export async function installDebian(packages, otherwise) {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) throw new Error(otherwise);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update'], { env });
  await run('apt-get', ['install', '-y', '--no-install-recommends', ...packages], { env });
}
