import type { Position } from 'vscode-languageserver';
import type { Keystroke } from './document.ts';

/** A language server, whichever way it is spoken to. */
export interface Peer {
  /** Until the first diagnostics are there. @returns how many of them are errors */
  open(uri: string, text: string): Promise<number>;
  /** Until the diagnostics of this version are there. */
  change(uri: string, keystroke: Keystroke): Promise<void>;
  /** @returns what is offered */
  complete(uri: string, position: Position): Promise<readonly string[]>;
  /** Until nothing that an earlier question has caused is still being worked on. */
  settle(uri: string): Promise<void>;
  close(uri: string): Promise<void>;
}
