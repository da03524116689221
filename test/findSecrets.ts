import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The files below some folders that hold one of the secrets: as it is, in Base64, or in UTF-16, as databases and logs may keep it.
 * A folder that is not there holds none.
 */
export async function filesWithSecrets(
  folders: readonly string[],
  secrets: readonly string[],
): Promise<string[]> {
  // What is empty or a common word would be found everywhere, and say nothing.
  if (secrets.some((secret) => secret.length < 8)) throw new Error('A secret to look for is too short.');
  const forms = secrets.flatMap((secret) => [
    Buffer.from(secret),
    Buffer.from(Buffer.from(secret).toString('base64').replace(/=+$/, '').slice(0, -1)),
    Buffer.from(secret, 'utf16le'),
  ]);
  const found: string[] = [];
  for (const folder of folders) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return [];
        throw error;
      },
    );
    for (const entry of entries.filter((candidate) => candidate.isFile())) {
      const path = join(entry.parentPath, entry.name);
      const bytes = await readFile(path);
      if (forms.some((form) => bytes.includes(form))) found.push(path);
    }
  }
  return found.toSorted();
}
