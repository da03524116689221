import * as vscode from 'vscode';
import type { Connection } from './connections/profile.ts';
import type { RequestLogEntry } from './influx/http.ts';

/** The extension's log channel. Tokens and parameter values never reach it. */
export class Log implements vscode.Disposable {
  readonly channel = vscode.window.createOutputChannel('Flux Scripts', { log: true });

  info(message: string): void {
    this.channel.info(message);
  }

  warn(message: string): void {
    this.channel.warn(message);
  }

  error(message: string): void {
    this.channel.error(message);
  }

  /** One line a request: what was asked of whom, what came back, how long it took. */
  request(connection: Connection, entry: RequestLogEntry): void {
    const { method, path, status, milliseconds, bytes, requestId, error } = entry;
    const outcome = status ?? error ?? 'no answer';
    const size = bytes === undefined ? '' : ` ${bytes} B`;
    const called = requestId === undefined ? '' : `, request ${requestId}`;
    this.channel.info(
      `${connection.name}: ${method} ${path} → ${outcome} in ${Math.round(milliseconds)} ms${size}${called}`,
    );
  }

  show(): void {
    this.channel.show(true);
  }

  dispose(): void {
    this.channel.dispose();
  }
}
