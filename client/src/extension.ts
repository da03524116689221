import * as vscode from 'vscode';
import { registerCommands } from './commands/command.ts';
import { registerConnectionCommands } from './commands/connections.ts';
import { invoke } from './commands/invoke.ts';
import { pull } from './commands/pull.ts';
import { push } from './commands/push.ts';
import { SandboxCommands } from './commands/sandbox.ts';
import { compareWithServer, discardDraft, openScript } from './commands/scripts.ts';
import { type CommandArgument, Targets } from './commands/target.ts';
import { Connections } from './connections/connections.ts';
import { TokenStore } from './connections/tokens.ts';
import { FluxLanguageClient } from './languageClient.ts';
import { Log } from './log.ts';
import { BaseStore } from './sync/base.ts';
import { tellKnownParameters } from './views/knownParameters.ts';
import { LocalScripts } from './views/localScripts.ts';
import { RemoteDocuments } from './views/remoteDocuments.ts';
import { ResultsPanel } from './views/resultsPanel.ts';
import { ScriptRepository } from './views/scriptRepository.ts';
import { ScriptsTree } from './views/scriptsTree.ts';
import { ServerVersions } from './views/serverVersions.ts';
import { reportSettingProblems } from './views/settingProblems.ts';
import { ConnectionStatus } from './views/statusBar.ts';
import { SyncStatuses } from './views/syncStatus.ts';

/** The composition root: makes the owners of state, hands them to those who need them, registers commands. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const own = <T extends { dispose(): unknown }>(disposable: T): T => {
    context.subscriptions.push(disposable);
    return disposable;
  };

  const log = own(new Log());
  const memory = context.workspaceState;
  const tokens = new TokenStore(context.secrets, process.env);
  const connections = own(
    new Connections(tokens, memory, (connection, entry) => log.request(connection, entry)),
  );
  const repository = own(new ScriptRepository(connections));
  const bases = new BaseStore(memory);
  const local = new LocalScripts(bases);
  const versions = own(new ServerVersions(connections));
  const documents = own(new RemoteDocuments(connections, versions, bases, memory));
  const statuses = own(new SyncStatuses(repository, local));
  const targets = new Targets(connections, repository, local);
  const language = own(new FluxLanguageClient(context.extensionUri, log));
  const results = own(new ResultsPanel(context.extensionUri));

  own(new ScriptsTree(repository, documents));
  own(new ConnectionStatus(connections, repository));
  own(tellKnownParameters(repository, local, language));
  own(reportSettingProblems(connections));
  own(documents.onDidSave(() => void repository.refresh()));
  own(
    repository.onDidChange((state) => {
      if (state.kind === 'ready') documents.follow(state.connection, state.scripts);
    }),
  );

  own(registerConnectionCommands(connections, log));
  own(new SandboxCommands(connections, context, log));
  own(
    registerCommands(log, {
      'fluxScripts.refresh': () => repository.refresh(),
      'fluxScripts.openScript': (argument: CommandArgument) => openScript(targets, documents, argument),
      'fluxScripts.pull': (argument: CommandArgument) => pull(targets, local, versions, argument),
      'fluxScripts.push': (argument: CommandArgument) =>
        push({ connections, repository, documents, versions, local, targets }, argument),
      'fluxScripts.compareWithServer': (argument: CommandArgument) =>
        compareWithServer(targets, versions, argument),
      'fluxScripts.discardDraft': (argument: CommandArgument) => discardDraft(documents, argument),
      'fluxScripts.invoke': (argument: CommandArgument) =>
        invoke({ connections, repository, targets, language, results, memory }, argument),
      'fluxScripts.showLog': () => log.show(),
      'fluxScripts.restartLanguageServer': () => language.restart(),
    }),
  );

  own(vscode.workspace.onDidGrantWorkspaceTrust(() => void repository.refresh()));
  void repository.refresh();
  await language.start();
}
