import { Lsp } from '@influxdata/flux-lsp-node';

/** A diagnostic as the compiler publishes it: counted from 0, columns in UTF-8 bytes. */
export interface Diagnostic {
  readonly message: string;
  /** LSP's: 1 error, 2 warning, 3 information, 4 hint. */
  readonly severity?: number;
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
}

/** The compiler publishes within moments of an opened document; past this something is wrong with it. */
const publishLimit = 2000;

/** The compiler's own language server, driven for one text at a time. */
export class Compiler {
  readonly #lsp = new Lsp();
  readonly #published = new Map<string, (diagnostics: readonly Diagnostic[]) => void>();
  readonly #started: Promise<unknown>;
  #requests = 0;
  #documents = 0;

  constructor() {
    this.#lsp.onMessage((message: string) => this.#receive(message));
    void this.#lsp.run();
    this.#started = this.request('initialize', { capabilities: {} }).then(() =>
      this.#notify('initialized', {}),
    );
  }

  /**
   * Opens a text, lets `use` ask about it, and closes it. Each has a folder of its own: to the compiler, all open
   * documents of a folder are one package.
   */
  async withDocument<T>(
    text: string,
    use: (uri: string, diagnostics: readonly Diagnostic[]) => Promise<T> | T,
  ): Promise<T> {
    await this.#started;
    this.#documents += 1;
    const uri = `file:///${this.#documents}/main.flux`;
    const published = this.#nextDiagnostics(uri);
    const textDocument = { uri, languageId: 'flux', version: 1, text };
    await this.#notify('textDocument/didOpen', { textDocument });
    const diagnostics = await published;
    try {
      return await use(uri, diagnostics);
    } finally {
      await this.#notify('textDocument/didClose', { textDocument: { uri } });
    }
  }

  async request(method: string, params: unknown): Promise<unknown> {
    this.#requests += 1;
    const message = JSON.stringify({ jsonrpc: '2.0', id: this.#requests, method, params });
    const answer: unknown = await this.#lsp.send(message);
    if (typeof answer !== 'string') return undefined;
    return (JSON.parse(answer) as { result?: unknown }).result ?? undefined;
  }

  async #notify(method: string, params: unknown): Promise<void> {
    await this.#lsp.send(JSON.stringify({ jsonrpc: '2.0', method, params }));
  }

  /** They may come after the call that caused them has returned. */
  #nextDiagnostics(uri: string): Promise<readonly Diagnostic[]> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#published.delete(uri);
        reject(new Error('The compiler published no diagnostics.'));
      }, publishLimit);
      this.#published.set(uri, (diagnostics) => {
        clearTimeout(timer);
        this.#published.delete(uri);
        resolve(diagnostics);
      });
    });
  }

  #receive(message: string): void {
    const { method, params } = JSON.parse(message) as {
      method?: string;
      params?: { uri: string; diagnostics: readonly Diagnostic[] };
    };
    if (method === 'textDocument/publishDiagnostics' && params) {
      this.#published.get(params.uri)?.(params.diagnostics);
    }
  }
}
