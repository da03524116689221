import * as vscode from 'vscode';
import { LanguageClient, RequestType, TransportKind } from 'vscode-languageclient/node';
import { launch } from '../../server/src/launch.ts';
import {
  type CheckParams,
  type CheckResult,
  type CompileError,
  checkRequest,
  type KnownParamsParams,
  knownParamsNotification,
  type ParamsRequestParams,
  type ParamsRequestResult,
  paramsRequest,
  type ScriptParameter,
} from '../../server/src/protocol.ts';
import { childEnvironment } from './childEnvironment.ts';
import { type CommandId, languageId, section, serverVersionScheme } from './contributions.ts';
import type { Log } from './log.ts';

/** What a text says of its parameters. */
export interface ScriptParametersSource {
  /** None when the language server cannot be asked: the server's own types are still there. */
  parametersOf(text: string): Promise<readonly ScriptParameter[]>;
  /** Also whether there may be keys that nobody can know, which is so when the language server cannot be asked. */
  analyze(text: string): Promise<ParamsRequestResult>;
}

/** What keeps a text from running. */
export interface CompileChecker {
  /** None when the language server cannot be asked: the server that runs the script has the last word anyway. */
  compileErrors(text: string): Promise<readonly CompileError[]>;
}

const check = new RequestType<CheckParams, CheckResult, void>(checkRequest);
const request = new RequestType<ParamsRequestParams, ParamsRequestResult, void>(paramsRequest);

/** The Flux language server, in a process of its own. */
export class FluxLanguageClient implements ScriptParametersSource, CompileChecker, vscode.Disposable {
  readonly #client: LanguageClient;
  readonly #log: Log;

  constructor(extensionUri: vscode.Uri, log: Log) {
    const module = vscode.Uri.joinPath(extensionUri, 'dist', 'server.js').fsPath;
    const env = { ...childEnvironment(process.env), ...launch.env };
    const run = { module, transport: TransportKind.ipc, options: { execArgv: [...launch.execArgv], env } };
    const debug = {
      ...run,
      options: { execArgv: [...launch.execArgv, '--nolazy', '--inspect=6009'], env },
    };
    this.#log = log;
    this.#client = new LanguageClient(
      section,
      'Flux Language Server',
      { run, debug },
      {
        // Every scheme: files, untitled texts, scripts on a server, both sides of a comparison.
        documentSelector: [{ language: languageId }],
        synchronize: { configurationSection: section },
        middleware: {
          provideCodeLenses: async (document, token, next) => {
            const { uri } = document;
            // What is shown there is the server's already.
            if (uri.scheme === serverVersionScheme) return [];
            const lenses = (await next(document, token)) ?? [];
            return lenses.map((lens) => withIcon(lens, uri));
          },
        },
        outputChannel: log.channel,
      },
    );
  }

  /** Never throws: everything but the language features works without it. */
  async start(): Promise<void> {
    try {
      await this.#client.start();
    } catch (error) {
      this.#log.error(`The Flux language server did not start: ${error}`);
      void vscode.window.showErrorMessage(
        'The Flux language server did not start, so there are no diagnostics and no completion. Run “Flux Scripts: Restart Language Server”; the log says more.',
      );
    }
  }

  async restart(): Promise<void> {
    await this.#client.restart();
  }

  /** Tells which keys of `params` InfluxDB knows for a document. */
  async tellKnown(uri: vscode.Uri, params: KnownParamsParams['params']): Promise<void> {
    if (!this.#client.isRunning()) return;
    const textDocument = { uri: this.#client.code2ProtocolConverter.asUri(uri) };
    await this.#client.sendNotification(knownParamsNotification, { textDocument, params });
  }

  async parametersOf(text: string): Promise<readonly ScriptParameter[]> {
    return (await this.analyze(text)).parameters;
  }

  async analyze(text: string): Promise<ParamsRequestResult> {
    try {
      return await this.#client.sendRequest(request, { text });
    } catch (error) {
      this.#log.warn(`The language server did not say which parameters the script has: ${error}`);
      return { parameters: [], open: true };
    }
  }

  async compileErrors(text: string): Promise<readonly CompileError[]> {
    try {
      return (await this.#client.sendRequest(check, { text })).errors;
    } catch (error) {
      this.#log.warn(`The language server did not say whether the script compiles: ${error}`);
      return [];
    }
  }

  async dispose(): Promise<void> {
    await this.#client.dispose();
  }
}

const icons: Partial<Record<CommandId, string>> = {
  'fluxScripts.invoke': '$(play)',
  'fluxScripts.runDraft': '$(run-above)',
  'fluxScripts.push': '$(cloud-upload)',
  'fluxScripts.compareWithServer': '$(diff)',
};

/** A lens as VS Code's commands want it: with an icon, and the document's URI. */
function withIcon({ range, command }: vscode.CodeLens, uri: vscode.Uri): vscode.CodeLens {
  const icon = icons[command?.command as CommandId];
  if (!command || !icon) return new vscode.CodeLens(range, command);
  return new vscode.CodeLens(range, { ...command, title: `${icon} ${command.title}`, arguments: [uri] });
}
