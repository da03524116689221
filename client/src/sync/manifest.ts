/**
 * `flux-scripts.json`: which file holds which script. It is committed; scripts' names are unique in an organization, so
 * the same file serves every connection.
 */
export const manifestFile = 'flux-scripts.json';

export interface ManifestEntry {
  /** Relative to the manifest, with forward slashes. */
  readonly file: string;
  /** The script's name on the server. */
  readonly name: string;
  /** The script's description on the server; left out, the server's own stays as it is. */
  readonly description?: string;
}

export interface Manifest {
  readonly scripts: readonly ManifestEntry[];
}

export const emptyManifest: Manifest = { scripts: [] };

/**
 * @throws Error saying what is wrong, for a person who edited the file by hand
 */
export function parseManifest(text: string): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(
      `${manifestFile} is not valid JSON (${(error as Error).message}). Correct it, or restore it from version control.`,
    );
  }
  const { scripts } = (value ?? {}) as { scripts?: unknown };
  if (!Array.isArray(scripts) || !scripts.every(isEntry)) {
    throw new Error(
      `${manifestFile} must hold { "scripts": [ { "file": "…", "name": "…" } ] }. Correct it, or restore it from version control.`,
    );
  }
  for (const { file } of scripts) checkPath(file);
  for (const key of ['file', 'name'] as const) {
    // It is read for every script that is brought here: a set keeps that from growing with the square of them.
    const seen = new Set<string>();
    const twice = scripts.find((entry) => seen.size === seen.add(entry[key]).size);
    if (twice) {
      throw new Error(`${manifestFile} has two entries for the ${key} “${twice[key]}”. Remove one of them.`);
    }
  }
  return { ...(value as object), scripts };
}

function isEntry(value: unknown): value is ManifestEntry {
  const { file, name, description } = (value ?? {}) as Record<string, unknown>;
  const described = description === undefined || typeof description === 'string';
  return typeof file === 'string' && typeof name === 'string' && name !== '' && described;
}

/** What is committed by somebody else must not reach files outside of the folder. */
function checkPath(file: string): void {
  // With `.` or nothing between two slashes a file would have two names; NUL ends a path.
  const odd = file.split('/').some((part) => ['', '.', '..'].includes(part)) || /[\\\0]|^[a-z]:/i.test(file);
  if (odd || file === manifestFile) {
    throw new Error(
      `${manifestFile} names the file “${file}”. Files are given relative to it, with forward slashes, and lie below it.`,
    );
  }
}

/** One entry a line, sorted by file, so that two people's changes merge. */
export function formatManifest(manifest: Manifest): string {
  const scripts = manifest.scripts.toSorted((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
  return `${JSON.stringify({ ...manifest, scripts }, undefined, 2)}\n`;
}

export function entryForFile(manifest: Manifest, file: string): ManifestEntry | undefined {
  return manifest.scripts.find((entry) => entry.file === file);
}

export function entryForName(manifest: Manifest, name: string): ManifestEntry | undefined {
  return manifest.scripts.find((entry) => entry.name === name);
}

/** The manifest with `entry` in place of whatever spoke of its file or its script. */
export function withEntry(manifest: Manifest, entry: ManifestEntry): Manifest {
  const rest = manifest.scripts.filter(({ file, name }) => file !== entry.file && name !== entry.name);
  return { ...manifest, scripts: [...rest, entry] };
}

export function withoutFile(manifest: Manifest, file: string): Manifest {
  return { ...manifest, scripts: manifest.scripts.filter((entry) => entry.file !== file) };
}
