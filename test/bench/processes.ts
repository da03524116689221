import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type Message, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { launch } from '../../server/src/launch.ts';
import type { Peer } from './peer.ts';

/** Where the built server is: `FLUX_DIST`, or else the project's own. */
const dist = process.env['FLUX_DIST'] ?? fileURLToPath(new URL('../../dist/', import.meta.url));

/** What VS Code can do that changes an answer. */
const capabilities = { textDocument: { completion: { completionItem: { snippetSupport: true } } } };

/** A peer in a process of its own. */
export interface PeerProcess extends Peer {
  /** Megabytes of memory that the process holds now, `VmRSS`; undefined where the system does not tell. */
  resident(): Promise<number | undefined>;
  stop(): Promise<void>;
}

/** Our server, built, spoken to over stdio as an editor does, with nothing between that takes time of its own. */
export async function startServerProcess(): Promise<PeerProcess> {
  const child = start([...launch.execArgv, join(dist, 'server.js'), '--stdio'], launch.env);
  const reader = new StreamMessageReader(child.stdout);
  const writer = new StreamMessageWriter(child.stdin);
  const asked = new Map<number, (message: Answer) => void>();
  const awaited = new Map<string, (diagnostics: Diagnostics) => void>();
  let requests = 0;
  const died = once(child, 'exit').then(() => {
    throw new Error('The server has died.');
  });
  // In the end it is meant to.
  died.catch(() => undefined);

  reader.listen((message) => {
    const { id, method, params } = message as Answer;
    if (method === 'textDocument/publishDiagnostics' && params)
      awaited.get(key(params))?.(params.diagnostics);
    else if (method === undefined && id !== undefined) asked.get(id)?.(message as Answer);
  });
  const send = (method: string, params: object, id?: number) =>
    writer.write({ jsonrpc: '2.0', ...(id !== undefined && { id }), method, params } as Message);
  const request = async (method: string, params: object): Promise<unknown> => {
    const id = ++requests;
    const answer = new Promise<Answer>((resolve) => asked.set(id, resolve));
    await send(method, params, id);
    const { result, error } = await Promise.race([answer, died]);
    asked.delete(id);
    if (error) throw new Error(`${method}: ${error.message}`);
    return result;
  };
  const published = async (uri: string, version: number) => {
    const at = key({ uri, version });
    const diagnostics = new Promise<Diagnostics>((resolve) => awaited.set(at, resolve));
    return await Promise.race([diagnostics, died]).finally(() => awaited.delete(at));
  };

  await request('initialize', { processId: process.pid, rootUri: null, capabilities });
  await send('initialized', {});

  return {
    async open(uri, text) {
      const diagnostics = published(uri, 1);
      await send('textDocument/didOpen', { textDocument: { uri, languageId: 'flux', version: 1, text } });
      return (await diagnostics).filter(({ severity }) => severity === 1).length;
    },
    async change(uri, { version, position, character }) {
      const diagnostics = published(uri, version);
      await send('textDocument/didChange', {
        textDocument: { uri, version },
        contentChanges: [{ range: { start: position, end: position }, text: character }],
      });
      await diagnostics;
    },
    async complete(uri, position) {
      const list = await request('textDocument/completion', { textDocument: { uri }, position });
      return ((list as { items?: { label: string }[] } | null)?.items ?? []).map(({ label }) => label);
    },
    async settle(uri) {
      // It is answered when the compiler has nothing left to say of the document.
      await request('flux/params', { textDocument: { uri } });
    },
    async close(uri) {
      await send('textDocument/didClose', { textDocument: { uri } });
    },
    resident: () => residentOf(child),
    async stop() {
      await request('shutdown', {});
      await send('exit', {});
      await ended(child);
    },
  };
}

/** The bare engine in a bare Node process. */
export function startBareProcess(): PeerProcess {
  const child = start([fileURLToPath(new URL('bareProcess.mjs', import.meta.url))]);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const call = async (...question: unknown[]): Promise<unknown> => {
    child.stdin.write(`${JSON.stringify(question)}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error('The bare engine has died.');
    return JSON.parse(value);
  };
  return {
    open: async (uri, text) => (await call('open', uri, text)) as number,
    change: async (uri, keystroke) => void (await call('change', uri, keystroke)),
    complete: async (uri, position) => (await call('complete', uri, position)) as string[],
    settle: async (uri) => void (await call('settle', uri)),
    close: async (uri) => void (await call('close', uri)),
    resident: () => residentOf(child),
    async stop() {
      child.stdin.end();
      await ended(child);
    },
  };
}

type Diagnostics = readonly { readonly severity?: number }[];

interface Answer extends Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly uri: string; readonly version: number; readonly diagnostics: Diagnostics };
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

function key({ uri, version }: { readonly uri: string; readonly version: number }): string {
  return `${version} ${uri}`;
}

function start(args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, args, { stdio: 'pipe', env: { ...process.env, ...env } });
  child.stderr.pipe(process.stderr);
  return child;
}

async function ended(child: ChildProcessWithoutNullStreams): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

async function residentOf({ pid }: ChildProcessWithoutNullStreams): Promise<number | undefined> {
  // Linux alone tells.
  const status = await readFile(`/proc/${pid}/status`, 'latin1').catch(() => '');
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(status) ?? [];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
}
