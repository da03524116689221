import { type Host, Superseded } from '../host.ts';
import type { Arrangement, View, ViewHead } from '../protocol.ts';
import { isPlain } from './arranger.ts';
import { ROW_HEIGHT } from './frame.ts';
import { RowCache } from './rowCache.ts';

/** Rows to be shown, the first of which are here. */
export interface Loaded {
  /** What they are asked for by. */
  readonly rows: View;
  readonly head: ViewHead;
  readonly cache: RowCache;
}

/**
 * Asks for rows, sorted and filtered, and for those at `top` (pixels): what is shown can stay until they are here. Undefined when
 * another run is shown by then; throws when the host refuses.
 */
export async function loadRows(
  host: Host,
  view: View,
  arrangement: Arrangement,
  top: number,
  arrived: (cache: RowCache) => void,
  refused: () => void,
): Promise<Loaded | undefined> {
  try {
    const rows = await arrangedView(host, view, arrangement);
    const cache: RowCache = new RowCache(host, rows, () => arrived(cache), refused);
    const [head] = await Promise.all([
      host.ask('open', { view: rows }),
      cache.load(Math.floor(top / ROW_HEIGHT)),
    ]);
    return { rows, head, cache };
  } catch (error) {
    if (error instanceof Superseded) {
      return undefined;
    }
    throw error;
  }
}

/** The rows to ask for: sorted and filtered by the host, unless they are wanted as they came. */
async function arrangedView(host: Host, view: View, arrangement: Arrangement): Promise<View> {
  if (isPlain(arrangement)) {
    return view;
  }
  const { order } = await host.ask('arrange', { view, arrangement });
  return { ...view, order };
}
