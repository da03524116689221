import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds, scriptScheme } from '../../client/src/contributions.ts';
import { eventually, extensionId } from './host.ts';
import './testcases.ts';

suite('extension', () => {
  suiteSetup(async () => {
    await vscode.extensions.getExtension(extensionId)?.activate();
  });

  test('is there and active', () => {
    assert.equal(vscode.extensions.getExtension(extensionId)?.isActive, true);
  });

  test('registers every command that it declares', async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      commandIds.filter((id) => !registered.has(id)),
      [],
    );
  });

  test('completes params in an untitled text', async () => {
    const content =
      'from(bucket: params.bucket)\n    |> range(start: duration(v: params.start))\nx = params.';
    const document = await vscode.workspace.openTextDocument({ language: 'flux', content });
    const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      document.positionAt(content.length),
    );
    const labels = items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    assert.deepEqual(labels.slice(0, 2), ['bucket', 'start']);
  });

  test('reports what does not compile, and not params', async () => {
    const content = 'from(bucket: params.bucket) |> rnge(start: -1h)';
    const document = await vscode.workspace.openTextDocument({ language: 'flux', content });
    const diagnostics = await eventually(() => {
      const found = vscode.languages.getDiagnostics(document.uri);
      return found.length > 0 ? found : undefined;
    });
    assert.deepEqual(
      diagnostics.map(({ message }) => message),
      ['undefined identifier rnge'],
    );
  });

  test('a script of a connection that is not there is an error, not an empty document', async () => {
    const uri = vscode.Uri.from({ scheme: scriptScheme, path: '/Nowhere/0000000000000001/a.flux' });
    await assert.rejects(
      async () => await vscode.workspace.openTextDocument(uri),
      /There is no connection called “Nowhere”/,
    );
  });
});
