import { join } from 'node:path';
import { EngineFailure, type FluxEngine } from '../../../server/src/engine/engine.ts';
import { createEngine } from '../../../server/src/engine/supervisor.ts';
import { type CompilerState, diagnostics } from '../../../server/src/features/diagnostics.ts';
import { type Library, loadLibrary } from '../../../server/src/library/library.ts';
import { toScriptParameter } from '../../../server/src/params/parameters.ts';
import type { ScriptParameter } from '../../../server/src/protocol.ts';
import { Script } from '../../../server/src/script.ts';
import { defaults } from '../../../server/src/settings.ts';

const severities = ['error', 'error', 'warning', 'information', 'hint'] as const;

/** What is wrong with a script at a place; line and column count from 1, columns in UTF-16 units, as editors do. */
export interface Finding {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly severity: (typeof severities)[number];
  readonly message: string;
  /** `flux` for the compiler. */
  readonly source: string;
}

/** The compiler and what the language server knows besides, for texts that no editor holds. Starts with the first text. */
export class Checker implements AsyncDisposable {
  readonly #engine: FluxEngine;
  readonly #libraryPath: string;
  #library: Library | undefined;

  /** @param dist the folder of the build */
  constructor(dist: string) {
    this.#engine = createEngine({ workerPath: join(dist, 'engineWorker.js') });
    this.#libraryPath = join(dist, 'stdlib.json');
  }

  /** What an editor would underline. */
  async findings(text: string, signal?: AbortSignal): Promise<Finding[]> {
    const state = await this.#compilerState(text, signal);
    const script = await this.#script(text, signal);
    const found = diagnostics('', script, state, defaults).map(
      ({ range: { start, end }, severity = 1, message, source = 'flux' }): Finding => ({
        line: start.line + 1,
        column: start.character + 1,
        endLine: end.line + 1,
        endColumn: end.character + 1,
        severity: severities[severity] ?? 'error',
        message: typeof message === 'string' ? message : message.value,
        source,
      }),
    );
    if (!state.current && !found.some(({ severity }) => severity === 'error')) {
      const message = 'The Flux compiler failed on this text, so nobody knows whether it compiles.';
      found.push({
        line: 1,
        column: 1,
        endLine: 1,
        endColumn: 1,
        severity: 'error',
        message,
        source: 'flux',
      });
    }
    return found.sort((a, b) => a.line - b.line || a.column - b.column);
  }

  /** What keeps a text from running. */
  async compileErrors(text: string, signal?: AbortSignal): Promise<Finding[]> {
    const found = await this.findings(text, signal);
    return found.filter(({ severity, source }) => severity === 'error' && source === 'flux');
  }

  /** @returns `open` when the keys cannot all be known: `params` is passed on whole */
  async parameters(
    text: string,
    signal?: AbortSignal,
  ): Promise<{ readonly parameters: readonly ScriptParameter[]; readonly open: boolean }> {
    const script = await this.#script(text, signal);
    const { parameters, opened } = script.params;
    return {
      parameters: parameters.map((parameter) => toScriptParameter(parameter, script.positions)),
      open: opened.length > 0,
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#engine.dispose();
  }

  async #compilerState(text: string, signal: AbortSignal | undefined): Promise<CompilerState> {
    try {
      return { messages: await this.#engine.check(text, signal), current: true };
    } catch (error) {
      if (!(error instanceof EngineFailure)) throw error;
      return { messages: [], current: false };
    }
  }

  async #script(text: string, signal: AbortSignal | undefined): Promise<Script> {
    this.#library ??= loadLibrary(this.#libraryPath);
    const script = new Script(text, this.#library);
    try {
      script.inferred = await this.#engine.inferParams(text, signal);
    } catch (error) {
      if (!(error instanceof EngineFailure)) throw error;
    }
    return script;
  }
}
