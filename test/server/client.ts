import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type CompletionItem,
  type CompletionList,
  createProtocolConnection,
  type Diagnostic,
  type Hover,
  type Position,
  StreamMessageReader,
  StreamMessageWriter,
  type TextEdit,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createEngine } from '../../server/src/engine/supervisor.ts';

/** Where the built server is: `FLUX_DIST`, or else the project's own. */
export const dist = process.env['FLUX_DIST'] ?? fileURLToPath(new URL('../../dist/', import.meta.url));

export function startEngine(options: { readonly timeoutMs?: number } = {}) {
  return createEngine({ workerPath: join(dist, 'engineWorker.js'), ...options });
}

export interface Published {
  readonly uri: string;
  readonly version?: number;
  readonly diagnostics: Diagnostic[];
}

/** The cursor in a text of a test; it cannot occur in Flux. */
export const cursor = '‸';

/** Takes the cursor out of a text. */
export function cursorIn(marked: string): { text: string; position: Position } {
  const [before, after, more] = marked.split(cursor);
  if (before === undefined || after === undefined || more !== undefined)
    throw new Error('One cursor, please.');
  return { text: before + after, position: positionAt(before, before.length) };
}

export function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length - 1, character: offset - (before.lastIndexOf('\n') + 1) };
}

function documentOf(text: string): TextDocument {
  return TextDocument.create('file:///test.flux', 'flux', 1, text);
}

/** The text after the edits, as an editor makes them: all places are those of the text before. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  return TextDocument.applyEdits(documentOf(text), [...edits]);
}

/** A part of a text. */
export function textIn(text: string, range: { start: Position; end: Position }): string {
  return documentOf(text).getText(range);
}

function outsideMessages(output: Buffer): string {
  let rest = output;
  for (;;) {
    const [header, length] = /^Content-Length: (\d+)\r\n\r\n/.exec(rest.toString('latin1')) ?? [];
    if (header === undefined) return rest.toString();
    rest = rest.subarray(header.length + Number(length));
  }
}

export type Client = Awaited<ReturnType<typeof startClient>>;

/** The built server as a process of its own, spoken to as an editor does. */
export async function startClient() {
  const child = spawn(process.execPath, [join(dist, 'server.js'), '--stdio'], { stdio: 'pipe' });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const published: Published[] = [];
  const waiting = new Set<() => void>();
  connection.onNotification('textDocument/publishDiagnostics', (params: Published) => {
    published.push(params);
    for (const check of waiting) check();
  });
  connection.listen();
  const { capabilities } = await connection.sendRequest<{ capabilities: Record<string, unknown> }>(
    'initialize',
    { processId: process.pid, rootUri: null, capabilities: {} },
  );
  await connection.sendNotification('initialized', {});
  let opened = 0;

  return {
    child,
    exited,
    connection,
    capabilities,
    published,
    stderr: () => stderr,
    /** What the server wrote to standard output outside of messages. */
    strayOutput: () => outsideMessages(Buffer.concat(output)),
    uri: () => `file:///scripts/${++opened}.flux`,

    async open(uri: string, text: string, version = 1): Promise<void> {
      const textDocument = { uri, languageId: 'flux', version, text };
      await connection.sendNotification('textDocument/didOpen', { textDocument });
    },
    async change(uri: string, version: number, ...contentChanges: object[]): Promise<void> {
      await connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version },
        contentChanges,
      });
    },
    async close(uri: string): Promise<void> {
      await connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
    },

    /** What is published for a document next, or was already; past a generous limit the test has failed. */
    diagnostics(uri: string, matches: (entry: Published) => boolean = () => true): Promise<Diagnostic[]> {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(check);
          reject(new Error(`No diagnostics for ${uri}. ${stderr}`));
        }, 15_000);
        const check = () => {
          const entry = published.findLast((candidate) => candidate.uri === uri && matches(candidate));
          if (!entry) return;
          clearTimeout(timer);
          waiting.delete(check);
          resolve(entry.diagnostics);
        };
        waiting.add(check);
        check();
      });
    },

    async completion(uri: string, position: Position): Promise<CompletionItem[]> {
      const params = { textDocument: { uri }, position };
      const list = await connection.sendRequest<CompletionList | null>('textDocument/completion', params);
      return list?.items ?? [];
    },
    async hover(uri: string, position: Position): Promise<Hover | null> {
      return await connection.sendRequest('textDocument/hover', { textDocument: { uri }, position });
    },

    async stop(): Promise<void> {
      if (child.exitCode === null && child.signalCode === null) {
        await connection.sendRequest('shutdown');
        await connection.sendNotification('exit');
      }
      await exited;
      connection.dispose();
    },
  };
}
