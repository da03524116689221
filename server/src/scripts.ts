import type { TextDocument } from 'vscode-languageserver-textdocument';
import { EngineFailure, type FluxEngine } from './engine/engine.ts';
import { readScript, type Script, scanScript } from './script.ts';

/** What is known of one open document. */
interface Entry {
  readonly version: number;
  readonly abort: AbortController;
  readonly script: Promise<Script>;
}

/**
 * Owns the analyses of the open documents: one for each version, shared by all who ask. A version that is not the newest
 * any more is not analysed further.
 */
export class Scripts {
  readonly #engine: FluxEngine;
  readonly #entries = new Map<string, Entry>();
  /** The newest version that the compiler survived. */
  readonly #lastGood = new Map<string, Script>();

  constructor(engine: FluxEngine) {
    this.#engine = engine;
  }

  /**
   * The document's newest version, analysed.
   * @throws EngineFailure when the compiler dies on it; an abort when a newer version has come in the meantime
   */
  async get(document: TextDocument): Promise<Script> {
    const { uri, version } = document;
    const known = this.#entries.get(uri);
    if (known?.version === version) return await known.script;
    known?.abort.abort();
    const abort = new AbortController();
    const script = readScript(this.#engine, document.getText(), abort.signal);
    this.#entries.set(uri, { version, abort, script });
    const result = await script;
    if (this.#entries.get(uri)?.script === script) this.#lastGood.set(uri, result);
    return result;
  }

  /**
   * The same, or what was known before the compiler died: an older version's answers are better than none. Where there is
   * no older version, what the text looks like.
   */
  async getOrLastGood(document: TextDocument): Promise<Script> {
    try {
      return await this.get(document);
    } catch (error) {
      if (error instanceof EngineFailure) {
        return this.#lastGood.get(document.uri) ?? scanScript(document.getText());
      }
      throw error;
    }
  }

  forget(uri: string): void {
    this.#entries.get(uri)?.abort.abort();
    this.#entries.delete(uri);
    this.#lastGood.delete(uri);
  }
}
