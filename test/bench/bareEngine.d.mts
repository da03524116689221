import type { Peer } from './peer.ts';

export class BareEngine implements Peer {
  start(): Promise<void>;
  open: Peer['open'];
  change: Peer['change'];
  complete: Peer['complete'];
  settle: Peer['settle'];
  close: Peer['close'];
  stop(): void;
}
