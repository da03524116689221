import { setTimeout } from 'node:timers/promises';
import {
  type CancellationToken,
  type Connection,
  LSPErrorCodes,
  NotificationType,
  RequestType,
  ResponseError,
  type ServerCapabilities,
  type TextDocumentIdentifier,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { ClientAbilities } from './completion/items.ts';
import { ScriptDocuments } from './documents.ts';
import { EngineFailure, type FluxEngine } from './engine/engine.ts';
import { diagnostics } from './features/diagnostics.ts';
import { features } from './features.ts';
import type { Library } from './library/library.ts';
import { toScriptParameter } from './params/parameters.ts';
import {
  type CheckParams,
  type CheckResult,
  checkRequest,
  type KnownParamsParams,
  knownParamsNotification,
  type ParamsRequestParams,
  type ParamsRequestResult,
  paramsRequest,
} from './protocol.ts';
import { type InferredTypes, Script } from './script.ts';
import { defaults, readSettings } from './settings.ts';

/** Milliseconds without a keystroke after which the compiler is asked what can wait. */
const quiet = 250;

/** The answer where the compiler died of a text. */
const unknown: CheckResult = {
  errors: [
    {
      message: 'The Flux compiler failed on this text, so nobody knows whether it compiles.',
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
    },
  ],
};

/**
 * Connects the features to a client.
 * @param worked is told whenever there was work
 */
export function startServer(
  connection: Connection,
  engine: FluxEngine,
  library: Library,
  worked: () => void,
): void {
  const documents = new TextDocuments(TextDocument);
  const scripts = new ScriptDocuments(engine, library);
  /** By document. */
  const known = new Map<string, InferredTypes>();
  let settings = defaults;
  let configurable = false;
  let refreshesHints = false;
  let client: ClientAbilities = { snippets: false, links: false };

  connection.onInitialize(({ capabilities: { workspace, textDocument } }) => {
    configurable = workspace?.configuration === true;
    refreshesHints = workspace?.inlayHint?.refreshSupport === true;
    client = {
      snippets: textDocument?.completion?.completionItem?.snippetSupport === true,
      links: textDocument?.definition?.linkSupport === true,
    };
    const capabilities: ServerCapabilities = { textDocumentSync: TextDocumentSyncKind.Incremental };
    for (const feature of features) Object.assign(capabilities, feature.capabilities);
    return { serverInfo: { name: 'flux-invokable-scripts' }, capabilities };
  });
  connection.onInitialized(() => {
    void configure();
  });
  connection.onDidChangeConfiguration(() => configure());

  documents.onDidChangeContent(({ document }) => {
    worked();
    void publish(document.uri);
  });
  documents.onDidClose(({ document: { uri } }) => {
    scripts.forget(uri);
    known.delete(uri);
    void connection.sendDiagnostics({ uri, diagnostics: [] });
  });

  for (const { request, answer } of features) {
    connection.onRequest(
      request.method,
      (params: { textDocument: TextDocumentIdentifier }, token: CancellationToken) =>
        answered(token, null, (signal) => {
          const document = documents.get(params.textDocument.uri);
          if (!document) return null;
          const context = {
            uri: document.uri,
            script: scripts.script(document),
            inferred: () => scripts.inferred(document),
            known: known.get(document.uri) ?? new Map(),
            client,
            engine,
            settings,
            signal,
          };
          return answer(context, params as never);
        }),
    );
  }
  connection.onRequest(
    new RequestType<ParamsRequestParams, ParamsRequestResult, void>(paramsRequest),
    (params, token) =>
      answered(token, { parameters: [], open: true }, async (signal) => {
        const script = await scriptFor(params, signal);
        if (!script) return { parameters: [], open: true };
        const { parameters, opened } = script.params;
        return {
          parameters: parameters.map((parameter) => toScriptParameter(parameter, script.positions)),
          open: opened.length > 0,
        };
      }),
  );

  connection.onRequest(new RequestType<CheckParams, CheckResult, void>(checkRequest), ({ text }, token) =>
    answered(token, unknown, async (signal) => {
      const messages = await engine.check(text, signal);
      const { positions } = new Script(text, library);
      const errors = messages.filter(({ severity }) => severity === 'error');
      return { errors: errors.map(({ message, ...span }) => ({ message, range: positions.range(span) })) };
    }),
  );

  connection.onNotification(
    new NotificationType<KnownParamsParams>(knownParamsNotification),
    ({ textDocument: { uri }, params }) => {
      known.set(uri, new Map(Object.entries(params)));
    },
  );

  connection.onShutdown(() => engine.dispose());
  documents.listen(connection);
  connection.listen();

  async function configure(): Promise<void> {
    if (configurable) settings = readSettings(await connection.workspace.getConfiguration('fluxScripts'));
    for (const { uri } of documents.all()) void publish(uri);
    if (refreshesHints) await connection.languages.inlayHint.refresh();
  }

  async function scriptFor(params: ParamsRequestParams, signal: AbortSignal): Promise<Script | undefined> {
    if ('text' in params) {
      const script = new Script(params.text, library);
      try {
        script.inferred = await engine.inferParams(params.text, signal);
      } catch (error) {
        if (!(error instanceof EngineFailure)) throw error;
      }
      return script;
    }
    const document = documents.get(params.textDocument.uri);
    return document && (await scripts.inferred(document));
  }

  /** At once; and again, once nothing is typed any more, when what the compiler infers changes what is to be said. */
  async function publish(uri: string): Promise<void> {
    const document = documents.get(uri);
    if (!document) return;
    const { version } = document;
    // A document that was closed and opened again counts from one again.
    const isNewest = () => documents.get(uri) === document && document.version === version;
    try {
      const said = scripts.messages(document);
      // An abort is waited for below, and must not be left alone until then.
      said.catch(() => undefined);
      // Read while the compiler is busy.
      const script = scripts.script(document);
      await scripts.prepare(script, isNewest);
      const state = await said;
      if (!isNewest()) return;
      if (!state.current)
        connection.console.warn(`The Flux compiler failed on version ${version} of ${uri}.`);
      const first = diagnostics(uri, script, state, settings);
      await connection.sendDiagnostics({ uri, version, diagnostics: first });
      await setTimeout(quiet);
      if (!isNewest()) return;
      await scripts.inferred(document);
      if (!isNewest()) return;
      const second = diagnostics(uri, script, state, settings);
      if (JSON.stringify(second) === JSON.stringify(first)) return;
      await connection.sendDiagnostics({ uri, version, diagnostics: second });
    } catch (error) {
      // A newer version is on its way.
      if (!isAbort(error)) connection.console.error(`No diagnostics for ${uri}: ${error}`);
    }
  }
}

/**
 * Answers a request that may be cancelled: by its client, or by a newer version of its document.
 *
 * @param otherwise the answer where the compiler dies: to VS Code, an error would be worth a message box
 */
async function answered<T>(
  token: CancellationToken,
  otherwise: T,
  compute: (signal: AbortSignal) => T | Promise<T>,
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
