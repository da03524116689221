import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Diagnostic, MessageType } from 'vscode-languageserver';
import { dist } from '../server/client.ts';

export interface Answer {
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

export interface Published {
  readonly uri: string;
  readonly version?: number;
  readonly diagnostics: Diagnostic[];
}

interface Message extends Answer {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
}

/** What an editor such as VS Code says of itself. */
const abilities = {
  workspace: { configuration: true, workspaceEdit: { documentChanges: true } },
  textDocument: {
    completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown'] } },
    hover: { contentFormat: ['markdown', 'plaintext'] },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: ['', 'quickfix', 'refactor', 'source'] } },
    },
    rename: { prepareSupport: true },
    publishDiagnostics: { relatedInformation: true, versionSupport: true },
  },
};

/**
 * The built server as a process, spoken to in plain messages: strict about every byte that comes back, and without
 * keeping them, as there are gigabytes.
 */
export class Peer {
  readonly child: ChildProcessWithoutNullStreams;
  readonly exited: Promise<unknown>;
  capabilities: Record<string, unknown> = {};
  /** The section `fluxScripts` of its settings. */
  settings: object = {};
  /** What the process did that it must not do. */
  readonly faults: string[] = [];
  /** What it warns of in its log. */
  readonly warnings = new Set<string>();
  readonly #pending = new Map<number, (answer: Answer) => void>();
  readonly #onPublished: (published: Published) => void;
  #rest: Buffer = Buffer.alloc(0);
  #requests = 0;
  #stopping = false;

  constructor(onPublished: (published: Published) => void) {
    this.#onPublished = onPublished;
    this.child = spawn(process.execPath, [join(dist, 'server.js'), '--stdio'], { stdio: 'pipe' });
    this.child.stdout.on('data', (chunk: Buffer) => this.#read(chunk));
    this.child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      this.faults.push(`It wrote to standard error: ${chunk}`);
    });
    // What is written to a process that has died is lost; its death is told below.
    this.child.stdin.on('error', () => undefined);
    this.exited = once(this.child, 'exit').then(([code, signal]) => {
      if (!this.#stopping) this.faults.push(`The process died: code ${code}, signal ${signal}.`);
      for (const settle of this.#pending.values())
        settle({ error: { code: 0, message: 'The process died.' } });
      this.#pending.clear();
    });
  }

  async start(): Promise<void> {
    const params = { processId: process.pid, rootUri: null, capabilities: abilities };
    const { result } = await this.request('initialize', params).answer;
    this.capabilities = (result as { capabilities: Record<string, unknown> }).capabilities;
    this.notify('initialized', {});
  }

  request(method: string, params: unknown): { id: number; answer: Promise<Answer> } {
    this.#requests += 1;
    const id = this.#requests;
    const answer = new Promise<Answer>((resolve) => this.#pending.set(id, resolve));
    this.#send({ id, method, params });
    return { id, answer };
  }

  notify(method: string, params: unknown): void {
    this.#send({ method, params });
  }

  cancel(id: number): void {
    this.notify('$/cancelRequest', { id });
  }

  /** Resident memory in MB; undefined where the system does not tell. */
  memory(): number | undefined {
    if (process.platform !== 'linux') return undefined;
    const [, kilobytes] =
      /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${this.child.pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes) / 1024;
  }

  /** Ends the process as an editor does. */
  async stop(): Promise<void> {
    this.#stopping = true;
    if (this.child.exitCode === null && this.child.signalCode === null) {
      await this.request('shutdown', null).answer;
      this.notify('exit', null);
    }
    await this.exited;
    if (this.#rest.length > 0) this.faults.push(`It ended within a message: ${this.#rest.subarray(0, 200)}`);
  }

  #send(message: object): void {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  #read(chunk: Buffer): void {
    this.#rest = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    for (;;) {
      const end = this.#rest.indexOf('\r\n\r\n');
      if (end < 0 && this.#rest.length < 100) return;
      const header = this.#rest.toString('latin1', 0, Math.max(0, end));
      const length = Number(/^Content-Length: (\d+)$/.exec(header)?.[1]);
      if (Number.isNaN(length)) {
        this.faults.push(`It wrote what is no message: ${this.#rest.subarray(0, 200)}`);
        this.child.kill();
        return;
      }
      const begin = end + 4;
      if (this.#rest.length < begin + length) return;
      this.#receive(JSON.parse(this.#rest.toString('utf8', begin, begin + length)) as Message);
      this.#rest = this.#rest.subarray(begin + length);
    }
  }

  #receive({ id, method, params, result, error }: Message): void {
    if (method === undefined) {
      const settle = id === undefined ? undefined : this.#pending.get(id);
      if (id === undefined || !settle) {
        this.faults.push(`It answered what was not asked: ${id} ${JSON.stringify(error ?? result)}`);
        return;
      }
      this.#pending.delete(id);
      settle(error ? { error } : { result });
    } else if (method === 'textDocument/publishDiagnostics') {
      this.#onPublished(params as Published);
    } else if (method === 'window/logMessage' || method === 'window/showMessage') {
      const { type, message } = params as { type: MessageType; message: string };
      // A compiler that died is worth a line in the log; a message box never, nor is an error of the server's own.
      if (type === MessageType.Warning) this.warnings.add(message);
      if (type === MessageType.Error || method === 'window/showMessage')
        this.faults.push(`It told: ${message}`);
    } else if (id !== undefined) {
      const items = (params as { items?: unknown[] } | null)?.items;
      const answer = method === 'workspace/configuration' ? items?.map(() => this.settings) : null;
      this.#send({ id, result: answer });
    }
  }
}
