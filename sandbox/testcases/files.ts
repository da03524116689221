import { existsSync, readFileSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { FindFile } from './program.ts';

/** The `.flux` files among these files and folders, in order of name. @throws for a name that is not there */
export async function fluxFiles(names: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    names.map(async (name) => {
      if (!(await stat(name)).isDirectory()) return [name];
      const entries = await readdir(name, { recursive: true, withFileTypes: true });
      return entries
        .filter((entry) => entry.isFile() && entry.name.endsWith('.flux'))
        .map((entry) => join(entry.parentPath, entry.name))
        .filter((path) => !path.split(sep).includes('node_modules'))
        .sort();
    }),
  );
  return [...new Set(found.flat())];
}

/** Texts by path that stand for what the files hold: an editor's, not saved yet. */
export type UnsavedTexts = ReadonlyMap<string, string>;

/** Reads them: the first line is a JSON object. */
export async function readUnsaved(input: Readable): Promise<UnsavedTexts> {
  for await (const line of createInterface({ input })) {
    return new Map(Object.entries(JSON.parse(line) as Record<string, string>));
  }
  return new Map();
}

/** The text of a file without a byte order mark, lines ended by line feeds. */
export async function readFlux(path: string, unsaved: UnsavedTexts): Promise<string> {
  return normalized(unsaved.get(path) ?? (await readFile(path, 'utf8')));
}

function normalized(text: string): string {
  return text.replace(/^\ufeff/, '').replaceAll('\r\n', '\n');
}

/**
 * Finds the file that an `extends` names: its path counts from the folder of the file itself or one above it, with or
 * without the module's name in front.
 */
export function findBeside(file: string, unsaved: UnsavedTexts): FindFile {
  return (path) => {
    const [, ...inside] = path.split('/');
    for (let folder = dirname(file); ; folder = dirname(folder)) {
      for (const candidate of [path, inside.join('/')]) {
        const full = join(folder, `${candidate}.flux`);
        if (candidate !== '' && existsSync(full)) {
          return normalized(unsaved.get(full) ?? readFileSync(full, 'utf8'));
        }
      }
      if (folder === dirname(folder)) return undefined;
    }
  };
}
