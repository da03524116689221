import { setImmediate } from 'node:timers/promises';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { type CompilerMessage, EngineFailure, type FluxEngine } from './engine/engine.ts';
import type { CompilerState } from './features/diagnostics.ts';
import type { Library } from './library/library.ts';
import { problemsOf } from './problems/problems.ts';
import { Script } from './script.ts';

/** Milliseconds of work in one go, as far as it can be cut. */
const sliceMs = 4;

/** What is known of one open document. */
interface Entry {
  version: number;
  script: Script;
  /** Ends what the compiler is asked about a version that is not the newest any more. */
  abort: AbortController;
  checked: Promise<readonly CompilerMessage[]> | undefined;
  inferred: Promise<void> | undefined;
  /** What the compiler said last, be it of an older version. */
  messages: readonly CompilerMessage[];
}

/** Owns what is known of the open documents: each for itself, the newest version of each, shared by all who ask. */
export class ScriptDocuments {
  readonly #engine: FluxEngine;
  readonly #library: Library;
  readonly #entries = new Map<string, Entry>();

  constructor(engine: FluxEngine, library: Library) {
    this.#engine = engine;
    this.#library = library;
  }

  /** The document as it is now. */
  script(document: TextDocument): Script {
    return this.#entry(document).script;
  }

  /**
   * What the compiler says of the newest version; of an older one, when it dies on the newest: then `current` is false.
   * @throws an abort when a newer version has come in the meantime
   */
  async messages(document: TextDocument): Promise<CompilerState> {
    const entry = this.#entry(document);
    entry.checked ??= this.#engine.check(entry.script.text, entry.abort.signal);
    try {
      entry.messages = await entry.checked;
      return { messages: entry.messages, current: true };
    } catch (error) {
      if (!(error instanceof EngineFailure)) throw error;
      return { messages: entry.messages, current: false };
    }
  }

  /**
   * The document with the compiler's types of its parameters: of the newest version, or of an older one when the compiler
   * dies on the newest.
   * @throws an abort when a newer version has come in the meantime
   */
  async inferred(document: TextDocument): Promise<Script> {
    const entry = this.#entry(document);
    const { script } = entry;
    entry.inferred ??= this.#engine.inferParams(script.text, entry.abort.signal).then((types) => {
      script.inferred = types;
    });
    try {
      await entry.inferred;
    } catch (error) {
      if (!(error instanceof EngineFailure)) throw error;
    }
    return script;
  }

  /**
   * Reads everything that diagnostics need, in slices: what somebody waits for at a keyboard comes in between.
   * @param wanted whether it still is, asked before each slice
   */
  async prepare(script: Script, wanted: () => boolean): Promise<void> {
    await setImmediate();
    while (wanted() && !script.readTree(sliceMs)) await setImmediate();
    const slices = [
      () => script.bindings,
      () => script.parentOf(script.file),
      () => script.params,
      () => problemsOf(script),
    ];
    for (const slice of slices) {
      await setImmediate();
      if (!wanted()) return;
      slice();
    }
  }

  forget(uri: string): void {
    this.#entries.get(uri)?.abort.abort();
    this.#entries.delete(uri);
  }

  #entry(document: TextDocument): Entry {
    const { uri, version } = document;
    const known = this.#entries.get(uri);
    if (known?.version === version) return known;
    known?.abort.abort();
    const entry: Entry = {
      version,
      script: new Script(document.getText(), this.#library, known?.script.inferred),
      abort: new AbortController(),
      checked: undefined,
      inferred: undefined,
      messages: known?.messages ?? [],
    };
    this.#entries.set(uri, entry);
    return entry;
  }
}
