import {
  type CancellationToken,
  type Connection,
  LSPErrorCodes,
  RequestType,
  ResponseError,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { EngineFailure, type FluxEngine } from './engine/engine.ts';
import { completion } from './features/completion.ts';
import { diagnostics } from './features/diagnostics.ts';
import { hover } from './features/hover.ts';
import { type ParamsRequestParams, type ParamsRequestResult, paramsRequest } from './protocol.ts';
import { readScript, scanScript } from './script.ts';
import { Scripts } from './scripts.ts';

/** Milliseconds after the last keystroke. */
const diagnosticsDelay = 80;

/** Connects the features to a client. */
export function startServer(connection: Connection, engine: FluxEngine): void {
  const documents = new TextDocuments(TextDocument);
  const scripts = new Scripts(engine);
  const timers = new Map<string, NodeJS.Timeout>();

  connection.onInitialize(() => ({
    serverInfo: { name: 'flux-invokable-scripts' },
    capabilities: {
      textDocumentSync: TextDocumentSyncKind.Incremental,
      completionProvider: { triggerCharacters: ['.', '(', ',', ':', '"', '['] },
      hoverProvider: true,
    },
  }));

  documents.onDidChangeContent(({ document }) => {
    clearTimeout(timers.get(document.uri));
    timers.set(
      document.uri,
      setTimeout(() => void publish(document.uri), diagnosticsDelay),
    );
  });
  documents.onDidClose(({ document: { uri } }) => {
    clearTimeout(timers.get(uri));
    timers.delete(uri);
    scripts.forget(uri);
    void connection.sendDiagnostics({ uri, diagnostics: [] });
  });

  connection.onHover(({ textDocument, position }, token) =>
    answer(token, null, async (signal) => {
      const document = documents.get(textDocument.uri);
      const script = document && (await scripts.getOrLastGood(document));
      // An older version's places are not this one's.
      if (!document || script?.text !== document.getText()) return null;
      return await hover(script, position, engine, signal);
    }),
  );
  connection.onCompletion(({ textDocument, position }, token) =>
    answer(token, null, async (signal) => {
      const document = documents.get(textDocument.uri);
      if (!document) return null;
      const script = await scripts.getOrLastGood(document);
      return await completion(script, document.getText(), position, engine, signal);
    }),
  );
  connection.onRequest(
    new RequestType<ParamsRequestParams, ParamsRequestResult, void>(paramsRequest),
    (params, token) =>
      answer(token, { parameters: [], open: true }, async (signal) => {
        const script = await scriptFor(params, signal);
        return { parameters: script?.parameters ?? [], open: script?.open ?? true };
      }),
  );

  connection.onShutdown(() => engine.dispose());
  documents.listen(connection);
  connection.listen();

  async function scriptFor(params: ParamsRequestParams, signal: AbortSignal) {
    if ('text' in params) {
      return await readScript(engine, params.text, signal).catch((error: unknown) => {
        if (error instanceof EngineFailure) return scanScript(params.text);
        throw error;
      });
    }
    const document = documents.get(params.textDocument.uri);
    return document && (await scripts.getOrLastGood(document));
  }

  async function publish(uri: string): Promise<void> {
    const document = documents.get(uri);
    if (!document) return;
    const { version } = document;
    try {
      const script = await scripts.get(document);
      if (documents.get(uri)?.version !== version) return;
      await connection.sendDiagnostics({ uri, version, diagnostics: diagnostics(script) });
    } catch (error) {
      // The compiler died, and what it last said stays; or a newer version is on its way.
      if (error instanceof EngineFailure) connection.console.warn(`${error.message} (${uri})`);
      else if (!isAbort(error)) connection.console.error(`No diagnostics for ${uri}: ${error}`);
    }
  }
}

/**
 * Answers a request that may be cancelled: by its client, or by a newer version of its document.
 *
 * @param otherwise the answer where the compiler dies: to VS Code, an error would be worth a message box
 */
async function answer<T>(
  token: CancellationToken,
  otherwise: T,
  compute: (signal: AbortSignal) => Promise<T>,
): Promise<T | ResponseError<void>> {
  const refusal = new ResponseError<void>(LSPErrorCodes.RequestCancelled, 'Cancelled.');
  // A token that is cancelled from the start never tells.
  if (token.isCancellationRequested) return refusal;
  const abort = new AbortController();
  const cancelled = new Promise<never>((_, reject) => {
    abort.signal.addEventListener('abort', () => reject(abort.signal.reason));
  });
  const listener = token.onCancellationRequested(() => abort.abort());
  try {
    // An analysis is shared with others, and goes on for them.
    return await Promise.race([compute(abort.signal), cancelled]);
  } catch (error) {
    if (token.isCancellationRequested) return refusal;
    if (isAbort(error)) return new ResponseError(LSPErrorCodes.ContentModified, 'The document has changed.');
    if (error instanceof EngineFailure) return otherwise;
    return new ResponseError(LSPErrorCodes.RequestFailed, (error as Error).message);
  } finally {
    listener.dispose();
  }
}

function isAbort(error: unknown): boolean {
  return (error as Error | undefined)?.name === 'AbortError';
}
