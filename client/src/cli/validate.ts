import { readFile } from 'node:fs/promises';
import { isAbsolute, relative, resolve } from 'node:path';
import { manifestFile, parseManifest } from '../sync/manifest.ts';
import { Checker, type Finding } from './checker.ts';
import type { Command, Context } from './command.ts';
import { exitCodes, UsageError } from './exit.ts';
import { NodeFiles } from './nodeFiles.ts';
import { tally } from './output.ts';

interface Found extends Finding {
  readonly file: string;
}

/** What the compiler and the language server say of every script; no server is spoken to. */
export const validate: Command = {
  options: {},
  connects: false,
  async run(context) {
    const files = context.names.length > 0 ? named(context.names) : await ofManifest(context);
    await using checker = new Checker(context.dist);
    const found: Found[] = [];
    for (const { file, read } of files) {
      context.signal.throwIfAborted();
      const text = await read();
      const findings = text === undefined ? [missing] : await checker.findings(text, context.signal);
      for (const finding of findings) {
        found.push({ file, ...finding });
        context.out.line(
          `${file}:${finding.line}:${finding.column}: ${finding.severity}: ${finding.message}`,
        );
      }
    }
    const count = files.length === 1 ? '1 script' : `${files.length} scripts`;
    const counts = tally(found.map(({ severity }) => words[severity]));
    context.out.line(`${count}: ${counts || 'no problems'}`);
    return {
      exitCode: found.some(({ severity }) => severity === 'error') ? exitCodes.found : exitCodes.done,
      json: { files: files.map(({ file }) => file), problems: found },
    };
  },
};

const words = { error: 'error(s)', warning: 'warning(s)', information: 'note(s)', hint: 'hint(s)' } as const;

const missing: Finding = {
  line: 1,
  column: 1,
  endLine: 1,
  endColumn: 1,
  severity: 'error',
  message: `The file is missing, and ${manifestFile} names it.`,
  source: 'manifest',
};

interface Source {
  readonly file: string;
  /** @returns undefined when it is missing */
  read(): Promise<string | undefined>;
}

function named(names: readonly string[]): Source[] {
  return names.map((name) => {
    const path = resolve(name);
    const shorter = relative('.', path);
    const file = shorter.startsWith('..') || isAbsolute(shorter) ? name : shorter;
    const read = () =>
      readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
        throw new UsageError(`${name} cannot be read (${error.code}).`);
      });
    return { file: file.replaceAll('\\', '/'), read };
  });
}

async function ofManifest(context: Context): Promise<Source[]> {
  const files = new NodeFiles(await context.root());
  const text = await files.read(manifestFile);
  if (text === undefined) {
    throw new UsageError(
      `There is no ${manifestFile} in ${await context.root()}. Give --dir, or name the files.`,
    );
  }
  return parseManifest(text)
    .scripts.filter(({ file }) => !/\.(sql|py)$/i.test(file))
    .map(({ file }) => ({ file, read: () => files.read(file) }));
}
