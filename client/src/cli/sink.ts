import { once } from 'node:events';
import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { UsageError } from './exit.ts';

/** Where an answer goes as it arrives. */
export interface Sink {
  write(chunk: Uint8Array): Promise<void>;
  /** @returns the text, when it went nowhere else */
  done(): Promise<string | undefined>;
  /** What has arrived is not whole. */
  discard(): Promise<void>;
}

/**
 * @param output a file, which appears when it is whole; standard output without one
 * @param keep whether the text is wanted back in place of standard output
 * @throws UsageError when the file cannot be written
 */
export async function openSink(output: string | undefined, keep: boolean): Promise<Sink> {
  if (output !== undefined) return await fileSink(output);
  return keep ? memorySink() : standardOutput;
}

const standardOutput: Sink = {
  async write(chunk) {
    if (!process.stdout.write(chunk)) await once(process.stdout, 'drain');
  },
  done: () => Promise.resolve(undefined),
  discard: () => Promise.resolve(),
};

function memorySink(): Sink {
  const chunks: Uint8Array[] = [];
  return {
    write: (chunk) => {
      chunks.push(chunk);
      return Promise.resolve();
    },
    done: () => Promise.resolve(Buffer.concat(chunks).toString('utf8')),
    discard: () => Promise.resolve(),
  };
}

async function fileSink(output: string): Promise<Sink> {
  // A link stays one, and a device is written to: neither is replaced by a file.
  const target = await realpath(output).catch(() => output);
  const found = await stat(target).catch(() => undefined);
  const direct = found !== undefined && !found.isFile();
  const written = direct ? target : `${target}.${process.pid}.tmp`;
  let file: FileHandle;
  try {
    file = await open(written, 'w');
  } catch (error) {
    throw new UsageError(
      `Nothing was sent: ${output} cannot be written (${(error as NodeJS.ErrnoException).code}). Correct --output.`,
    );
  }
  return {
    async write(chunk) {
      await file.writeFile(chunk);
    },
    async done() {
      await file.close();
      if (!direct) await rename(written, target);
      return undefined;
    },
    async discard() {
      await file.close();
      if (!direct) await rm(written, { force: true });
    },
  };
}
