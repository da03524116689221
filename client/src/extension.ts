import type * as vscode from 'vscode';
import { registerCommands } from './commands/command.ts';
import { registerConnectionCommands } from './commands/connections.ts';
import { exportResults } from './commands/exportResults.ts';
import { historyCommands } from './commands/history.ts';
import { type GivenInputs, givenInputs, invoke } from './commands/invoke.ts';
import { clearLastValues, LastValues } from './commands/lastValues.ts';
import { manageCommands } from './commands/manageCommands.ts';
import { presetCommands } from './commands/presets.ts';
import { runDraft } from './commands/runDraft.ts';
import { SandboxCommands } from './commands/sandbox.ts';
import { scriptActions } from './commands/scriptActions.ts';
import { discardDraft, openFile, openScript } from './commands/scripts.ts';
import { syncCommands } from './commands/syncCommands.ts';
import { type CommandArgument, Targets } from './commands/target.ts';
import { Connections } from './connections/connections.ts';
import { TokenStore } from './connections/tokens.ts';
import { FluxLanguageClient } from './languageClient.ts';
import { Log } from './log.ts';
import { typesOf } from './params/merge.ts';
import { KeptAnswers } from './runs/answers.ts';
import { RunHistory } from './runs/history.ts';
import { RunRecorder } from './runs/recorder.ts';
import { BaseStore } from './sync/base.ts';
import { CsvEditor, openCsvResults } from './views/csvEditor.ts';
import { StatusDecorations } from './views/decorations.ts';
import { ErrorMarks } from './views/errorMarks.ts';
import { FoldersTree } from './views/foldersTree.ts';
import { HistoryTree } from './views/historyTree.ts';
import { tellKnownParameters } from './views/knownParameters.ts';
import { LocalScripts } from './views/localScripts.ts';
import { Merges } from './views/merges.ts';
import { PresetFiles } from './views/presetFiles.ts';
import { presetLenses } from './views/presetLenses.ts';
import { PresetSchemas } from './views/presetSchemas.ts';
import { RemoteDocuments } from './views/remoteDocuments.ts';
import { remoteStatus } from './views/remoteStatus.ts';
import { ResultsPanel } from './views/resultsPanel.ts';
import { ScriptRepository } from './views/scriptRepository.ts';
import { ScriptsDrag } from './views/scriptsDrag.ts';
import { ScriptsTree } from './views/scriptsTree.ts';
import { ServerKinds } from './views/serverKinds.ts';
import { ServerNames } from './views/serverNames.ts';
import { ServerVersions } from './views/serverVersions.ts';
import { reportSettingProblems } from './views/settingProblems.ts';
import { ConnectionStatus, ScriptStatus } from './views/statusBar.ts';
import { SyncStatuses } from './views/syncStatus.ts';
import { TestExplorer } from './views/testExplorer.ts';
import { TreeOptions } from './views/treeOptions.ts';

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
  const language = own(new FluxLanguageClient(context.extensionUri, log));
  const repository = own(
    new ScriptRepository(connections, async (text) => typesOf(await language.parametersOf(text))),
  );
  const kinds = own(new ServerKinds(connections, repository));
  const bases = new BaseStore(memory);
  const local = new LocalScripts(bases);
  const versions = own(new ServerVersions(connections));
  const merges = own(new Merges(connections, versions, memory));
  const documents = own(new RemoteDocuments(connections, versions, merges, language, bases, memory));
  const statuses = own(new SyncStatuses(repository, local));
  const targets = new Targets(connections, repository, local);
  const results = own(new ResultsPanel(context.extensionUri, own(new ErrorMarks())));
  const csvEditor = own(new CsvEditor(results));
  const history = new RunHistory(memory);
  const answers = new KeptAnswers();
  const recorder = new RunRecorder(history, answers);
  const presets = new PresetFiles(local);
  const lastValues = new LastValues(memory);
  const names = new ServerNames((connection) => connections.client(connection));

  const statusOf = (uri: vscode.Uri) =>
    statuses.ofFile(uri)?.status ?? remoteStatus(uri, repository, documents, bases);
  const treeOptions = own(new TreeOptions(memory));
  const drag = own(new ScriptsDrag());
  const tree = own(new ScriptsTree(repository, statuses, documents, treeOptions, kinds, drag));
  own(new FoldersTree(drag));
  const historyTree = own(new HistoryTree(history));
  own(new PresetSchemas(language));
  own(presetLenses());
  own(new ConnectionStatus(connections, repository, kinds));
  own(new ScriptStatus(statuses, documents, statusOf));
  own(new StatusDecorations(statuses));
  own(tellKnownParameters(repository, local, language));
  own(reportSettingProblems(connections));
  own(
    merges.onDidRebase(async (rebased) => {
      await local.rebase(rebased);
      await statuses.update();
    }),
  );
  own(documents.onDidSave(() => void repository.refresh()));
  own(
    repository.onDidChange((state) => {
      if (state.kind === 'ready') documents.follow(state.connection, state.scripts);
    }),
  );

  const invoking = {
    connections,
    repository,
    targets,
    language,
    results,
    lastValues,
    names,
    presets,
    recorder,
  };
  const drafting = { ...invoking, checker: language };
  own(registerConnectionCommands(connections, log));
  own(new SandboxCommands(connections, context, log));
  own(new TestExplorer(context.extensionUri));
  own(
    registerCommands(log, {
      'fluxScripts.refresh': () => repository.refresh(),
      'fluxScripts.openScript': (argument: CommandArgument) => openScript(targets, documents, argument),
      'fluxScripts.discardDraft': (argument: CommandArgument) => discardDraft(documents, argument),
      'fluxScripts.invoke': (argument: CommandArgument, given?: unknown) =>
        invoke(invoking, argument, givenInputs(given)),
      'fluxScripts.runDraft': (argument: CommandArgument, given?: unknown) =>
        runDraft(drafting, argument, givenInputs(given)),
      'fluxScripts.exportResults': () => exportResults(csvEditor.current ?? results.current),
      'fluxScripts.pinResults': () => results.pin(true),
      'fluxScripts.unpinResults': () => results.pin(false),
      'fluxScripts.openCsvResults': (argument?: vscode.Uri) => openCsvResults(argument),
      'fluxScripts.clearLastValues': () => clearLastValues(lastValues),
      'fluxScripts.openFile': (argument: CommandArgument) => openFile(argument),
      'fluxScripts.scriptActions': (argument: CommandArgument) => scriptActions(statusOf, argument),
      'fluxScripts.sortByName': () => treeOptions.set({ sort: 'name' }),
      'fluxScripts.sortByUpdated': () => treeOptions.set({ sort: 'updated' }),
      'fluxScripts.groupByStatus': () => treeOptions.set({ grouped: true }),
      'fluxScripts.showFlat': () => treeOptions.set({ grouped: false }),
      'fluxScripts.filterScripts': () => treeOptions.askFilter(),
      'fluxScripts.clearFilter': () => treeOptions.set({ filter: '' }),
      'fluxScripts.showLog': () => log.show(),
      'fluxScripts.restartLanguageServer': () => language.restart(),
    }),
  );

  const start = {
    server: (argument: CommandArgument, given: GivenInputs) => invoke(invoking, argument, given),
    draft: (argument: CommandArgument, given: GivenInputs) => runDraft(drafting, argument, given),
  };
  const runs = { connections, history, answers, recorder, versions };
  own(registerCommands(log, presetCommands({ ...invoking, history })));
  const runCommands = historyCommands({ ...runs, start });
  own(registerCommands(log, runCommands, (args) => historyTree.withSelection(args)));

  const shared = { connections, repository, targets, local, documents, versions };
  own(registerCommands(log, syncCommands({ ...shared, merges, statuses, checker: language })));
  own(registerCommands(log, manageCommands({ ...shared, language }), (args) => tree.withSelection(args)));

  void repository.refresh();
  merges.resume();
  await language.start();
}
