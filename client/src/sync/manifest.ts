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
  return { ...(value as object), scripts };
}

function isEntry(value: unknown): value is ManifestEntry {
  const { file, name } = (value ?? {}) as Record<string, unknown>;
  return typeof file === 'string' && typeof name === 'string';
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
