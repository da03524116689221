import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Milliseconds without work after which memory is given back. */
const idleMs = 1500;

/**
 * Keeps a process or a worker small: nearly all that is made for an answer is garbage right after it, and V8 would rather
 * keep its pages than collect them.
 *
 * @returns tells that there was work: once there is none any more, memory is given back to the system
 */
export function keepSmall(): () => void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  let timer: NodeJS.Timeout | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(collect, idleMs).unref();
  };
}
