import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { InfluxError } from './errors.ts';

const maxErrorBytes = 64 * 1024;

/** A body that fails before anybody reads it must not end the process: whoever reads it gets the error all the same. */
export function decompress(body: Readable, encoding: string | undefined): Readable {
  body.on('error', () => {});
  if (encoding !== 'gzip' && encoding !== 'x-gzip') return body;
  const gunzip = createGunzip();
  gunzip.on('error', () => {});
  body.once('error', (error) => gunzip.destroy(error));
  gunzip.once('close', () => body.destroy());
  return body.pipe(gunzip);
}

/** Of an error's body; one that is cut off says enough with what has arrived, and its status says the most. */
export async function beginning(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > maxErrorBytes) break;
    }
  } catch (error) {
    if (!(error instanceof InfluxError)) throw error;
  }
  return Buffer.concat(chunks).toString('utf8');
}
