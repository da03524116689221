import { Lsp } from '@influxdata/flux-lsp-node';

/** The bare engine, driven directly: the language server that the compiler brings along, in this very process. */
export class BareEngine {
  #lsp = new Lsp();
  #waiting = new Map();
  #requests = 0;
  #console = { ...console };

  async start() {
    // It logs every message.
    for (const name of ['log', 'info', 'debug']) console[name] = () => undefined;
    this.#lsp.onMessage((message) => {
      const { method, params } = JSON.parse(message);
      if (method === 'textDocument/publishDiagnostics') this.#waiting.get(params.uri)?.(params.diagnostics);
    });
    void this.#lsp.run();
    await this.#request('initialize', { capabilities: {} });
    await this.#notify('initialized', {});
  }

  async open(uri, text) {
    const published = this.#published(uri);
    await this.#notify('textDocument/didOpen', {
      textDocument: { uri, languageId: 'flux', version: 1, text },
    });
    return (await published).filter(({ severity }) => severity === 1).length;
  }

  /** It takes whole texts. */
  async change(uri, { version, text }) {
    const published = this.#published(uri);
    await this.#notify('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [{ text }],
    });
    await published;
  }

  async complete(uri, position) {
    const list = await this.#request('textDocument/completion', {
      textDocument: { uri },
      position,
      context: { triggerKind: 1 },
    });
    return (list?.items ?? []).map(({ label }) => label);
  }

  /** What it does it does before it answers. */
  async settle() {}

  async close(uri) {
    await this.#notify('textDocument/didClose', { textDocument: { uri } });
  }

  /** Gives the console back. */
  stop() {
    Object.assign(console, this.#console);
  }

  async #request(method, params) {
    this.#requests += 1;
    const answer = await this.#lsp.send(
      JSON.stringify({ jsonrpc: '2.0', id: this.#requests, method, params }),
    );
    return answer ? JSON.parse(answer).result : undefined;
  }

  async #notify(method, params) {
    await this.#lsp.send(JSON.stringify({ jsonrpc: '2.0', method, params }));
  }

  #published(uri) {
    return new Promise((resolve) => this.#waiting.set(uri, resolve));
  }
}
