import * as vscode from 'vscode';
import type { Connections } from '../connections/connections.ts';
import type { KeptAnswers } from '../runs/answers.ts';
import type { AnswerText } from '../runs/answerText.ts';
import { describeOutcome, describeRows, describeScript, describeValues, runText } from '../runs/describe.ts';
import { inputsOf, paramsOf, type RunHistory, type RunRecord } from '../runs/history.ts';
import type { RunRecorder } from '../runs/recorder.ts';
import type { HistoryNode, RunNode } from '../views/historyTree.ts';
import type { ServerVersions } from '../views/serverVersions.ts';
import { Cancelled, confirm, required } from './command.ts';
import type { GivenInputs } from './invoke.ts';
import type { CommandArgument } from './target.ts';

/** Runs a script, or the text of a document. */
export type Start = (argument: CommandArgument, given: GivenInputs) => Promise<void>;

interface Collaborators {
  readonly connections: Connections;
  readonly history: RunHistory;
  readonly answers: KeptAnswers;
  readonly recorder: RunRecorder;
  readonly versions: ServerVersions;
  /** By what is to run. */
  readonly start: Readonly<Record<RunRecord['script']['source'], Start>>;
}

/** What the view passes: the node that was clicked, and all that are selected when there are several. */
type Argument = HistoryNode | undefined;

/** The commands of the view of runs; from the palette they ask which run is meant. */
export function historyCommands(with_: Collaborators) {
  return {
    'fluxScripts.runAgain': (argument: Argument) => runAgain(with_, argument, false),
    'fluxScripts.editAndRun': (argument: Argument) => runAgain(with_, argument, true),
    'fluxScripts.copyRunParams': (argument: Argument) => copyParams(with_, argument),
    'fluxScripts.compareRuns': (argument: Argument, selected?: readonly HistoryNode[]) =>
      compareRuns(with_, argument, selected),
    'fluxScripts.removeRuns': (argument: Argument, selected?: readonly HistoryNode[]) =>
      removeRuns(with_, argument, selected),
    'fluxScripts.clearHistory': () => clearHistory(with_),
  };
}

/** Runs the same script with the same values. @param ask whether to change them first */
async function runAgain(with_: Collaborators, argument: Argument, ask: boolean): Promise<void> {
  const run = await theRun(with_, argument, ask ? 'Edit Values and Run' : 'Run Again');
  await start(with_, run, ask);
}

async function copyParams(with_: Collaborators, argument: Argument): Promise<void> {
  const run = await theRun(with_, argument, 'Copy Params as JSON');
  await vscode.env.clipboard.writeText(JSON.stringify(paramsOf(run), undefined, 2));
  const left = run.values.filter(({ sent }) => sent === undefined).map(({ name }) => name);
  const without = left.length > 0 ? ` without ${left.join(' and ')}, which is not kept` : '';
  confirm(`Copied the params of ${run.script.name}${without}`);
}

async function removeRuns(
  with_: Collaborators,
  argument: Argument,
  selected?: readonly HistoryNode[],
): Promise<void> {
  const runs = runsOf(argument, selected);
  const ids = new Set(
    (runs.length > 0 ? runs : [await theRun(with_, undefined, 'Remove Run')]).map(({ id }) => id),
  );
  with_.answers.forget(ids);
  await with_.history.remove(ids);
}

async function clearHistory({ history, answers }: Collaborators): Promise<void> {
  const { runs } = history;
  if (runs.length === 0) throw new Error('There are no runs to forget.');
  const forget = 'Forget';
  const chosen = await vscode.window.showWarningMessage(
    `Forget ${runs.length === 1 ? 'the only run' : `all ${runs.length} runs`} of this workspace, values and all?`,
    { modal: true },
    forget,
  );
  if (chosen !== forget) throw new Cancelled();
  answers.forget(runs.map(({ id }) => id));
  await history.clear();
}

/** Two runs in VS Code's diff editor, the older one on the left. */
async function compareRuns(
  with_: Collaborators,
  argument: Argument,
  selected?: readonly HistoryNode[],
): Promise<void> {
  const chosen = runsOf(argument, selected);
  if (chosen.length > 2) throw new Error('Select two runs to compare.');
  const one = chosen[0] ?? (await pick(with_, with_.history.runs, 'Compare Runs (1/2)', 'The first run'));
  const two = chosen[1] ?? (await pickOther(with_, one));
  const runs = [one, two].toSorted((a, b) => a.started - b.started);
  const texts: vscode.Uri[] = [];
  for (const run of runs) {
    const [record, answer] = await answerOf(with_, run);
    texts.push(with_.versions.keepFile(`${fileName(record)}.csv`, runText(record, answer)));
  }
  const [left, right] = texts as [vscode.Uri, vscode.Uri];
  await with_.versions.diff(
    left,
    right,
    `${titleOf(runs[0] as RunRecord)} ↔ ${titleOf(runs[1] as RunRecord)}`,
  );
}

/** The rows of a run; where they are not there any more, it may run again. */
async function answerOf(with_: Collaborators, run: RunRecord): Promise<[RunRecord, AnswerText]> {
  const kept = with_.answers.get(run.id);
  if (kept) return [run, kept];
  const again = 'Run Again';
  const chosen = await vscode.window.showInformationMessage(
    `The rows of ${titleOf(run)} are not there any more: those of the newest 20 runs are kept while the window is open. Run it again with the same values, and compare what it answers now?`,
    { modal: true },
    again,
  );
  if (chosen !== again) throw new Cancelled();
  const before = with_.history.runs[0];
  await start(with_, run, false);
  await with_.recorder.settled;
  const record = with_.history.runs[0];
  const answer = record && record !== before && with_.answers.get(record.id);
  if (!answer) throw new Cancelled();
  return [record, answer];
}

async function start(with_: Collaborators, run: RunRecord, ask: boolean): Promise<void> {
  const { script, connection } = run;
  await with_.start[script.source](argumentOf(with_.connections, run), {
    inputs: inputsOf(run),
    ask,
    connection,
    ...(script.document !== undefined && { document: script.document }),
  });
}

/** The script or the text that ran. @throws Error when it cannot be found any more */
export function argumentOf(
  connections: Connections,
  { script, connection: name }: RunRecord,
): CommandArgument {
  if (script.source === 'draft') {
    if (script.document === undefined) throw new Error('It is not known which text this was.');
    return vscode.Uri.parse(script.document);
  }
  const connection = connections.byName(name);
  if (!connection || script.id === undefined) {
    throw new Error(`There is no connection called “${name}”. Add it, or start the sandbox.`);
  }
  return {
    kind: 'script',
    connection,
    script: { id: script.id, name: script.name, orgID: '', script: '' },
  };
}

/** The run that was clicked, or else one that is picked. */
async function theRun(with_: Collaborators, argument: Argument, title: string): Promise<RunRecord> {
  if (argument?.kind === 'run') return argument.run;
  return await pick(with_, with_.history.runs, title, 'A run');
}

async function pickOther(with_: Collaborators, one: RunRecord): Promise<RunRecord> {
  const others = with_.history.runs.filter(({ id }) => id !== one.id);
  // The runs of the same script are the likelier ones.
  const same = ({ script }: RunRecord) => Number(script.name === one.script.name);
  const sorted = others.toSorted((a, b) => same(b) - same(a));
  return await pick(with_, sorted, 'Compare Runs (2/2)', `The run to compare ${titleOf(one)} with`);
}

async function pick(
  { history }: Collaborators,
  runs: readonly RunRecord[],
  title: string,
  placeHolder: string,
): Promise<RunRecord> {
  if (runs.length === 0) {
    const others = history.runs.length > 0 ? 'other ' : '';
    throw new Error(`There are no ${others}runs yet: invoke a script, and it is listed under Runs.`);
  }
  const items = runs.map((run) => ({
    label: describeScript(run),
    description: new Date(run.started).toLocaleString(),
    detail: [describeOutcome(run), describeRows(run.rows), describeValues(run.values)]
      .filter(Boolean)
      .join(' · '),
    run,
  }));
  const options = { title, placeHolder, matchOnDescription: true, matchOnDetail: true };
  return (await required(vscode.window.showQuickPick(items, options))).run;
}

function runsOf(argument: Argument, selected?: readonly HistoryNode[]): RunRecord[] {
  const nodes = selected?.length ? selected : argument ? [argument] : [];
  const runs = nodes.flatMap((node): readonly RunNode[] => (node.kind === 'day' ? node.children : [node]));
  return [...new Set(runs.map(({ run }) => run))];
}

function titleOf({ script, started }: RunRecord): string {
  return `${script.name} ${new Date(started).toLocaleTimeString()}`;
}

function fileName({ script }: RunRecord): string {
  return script.name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-');
}
