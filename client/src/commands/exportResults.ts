import * as vscode from 'vscode';
import type { ExportRequest } from '../../webview/protocol.ts';
import type { ResultsPage } from '../views/resultsPage.ts';
import { required } from './command.ts';

interface Choice extends vscode.QuickPickItem {
  readonly request?: ExportRequest;
}

const formats = [
  ['csv', 'CSV'],
  ['json', 'JSON'],
  ['jsonl', 'JSON Lines'],
  ['markdown', 'Markdown'],
] as const;

/** Saves what a results page shows, or all that it received, to a file. */
export async function exportResults(page: ResultsPage | undefined): Promise<void> {
  const session = page?.session;
  if (!session) throw new Error('There are no results to export yet: invoke a script first.');
  if (session.store.bytes === 0) {
    throw new Error(
      'Nothing was received yet: export when the first rows are there, or run the script again.',
    );
  }
  const choices: Choice[] = [
    ...(session.store.tables.length > 0 ? group('The rows shown', 'shown') : []),
    ...group('The whole answer', 'answer'),
  ];
  const { request } = await required(
    vscode.window.showQuickPick(choices, {
      title: `Export Results of ${page.run?.scriptName ?? ''}`,
      placeHolder: 'What to save, and in which format',
    }),
  );
  if (request) await session.ask('export', request);
}

function group(heading: string, scope: ExportRequest['scope']): Choice[] {
  return [
    { label: heading, kind: vscode.QuickPickItemKind.Separator },
    ...(scope === 'answer'
      ? [
          {
            label: 'CSV as received',
            description: 'every byte',
            request: { format: 'annotated', scope } as const,
          },
        ]
      : []),
    ...formats.map(([format, label]) => ({ label, request: { format, scope } })),
  ];
}
