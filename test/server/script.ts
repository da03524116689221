import { join } from 'node:path';
import { loadLibrary } from '../../server/src/library/library.ts';
import { Script } from '../../server/src/script.ts';
import { dist } from './client.ts';

/** The real standard library, as it was built. */
export const library = loadLibrary(join(dist, 'stdlib.json'));

export function scriptOf(text: string): Script {
  return new Script(text, library);
}
