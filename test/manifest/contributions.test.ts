import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { commandIds, languageId, section, settingIds, viewId } from '../../client/src/contributions.ts';

const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
const { contributes } = manifest;

test('package.json declares exactly the commands of contributions.ts', () => {
  const declared = contributes.commands.map(({ command }: { command: string }) => command);
  assert.deepEqual(declared.toSorted(), [...commandIds].toSorted());
});

test('package.json declares exactly the settings of contributions.ts', () => {
  const declared = Object.keys(contributes.configuration.properties);
  assert.deepEqual(declared.toSorted(), settingIds.map((id) => `${section}.${id}`).toSorted());
});

test('every menu entry, welcome link and keybinding names a command that exists', () => {
  const text = JSON.stringify([contributes.menus, contributes.viewsWelcome, contributes.keybindings]);
  const named = [...text.matchAll(/fluxScripts\.[a-z][A-Za-z]*/g)].map(([id]) => id);
  const contexts = [
    'state',
    'sandboxRunning',
    'sort',
    'grouped',
    'filtered',
    'merging',
    'hasRuns',
    'history',
    'results',
    'csvResults',
    'resultsPinned',
  ].map((key) => `${section}.${key}`);
  const known = new Set<string>([...commandIds, ...contexts]);
  assert.deepEqual(
    named.filter((id) => !known.has(id)),
    [],
  );
});

test('view and language have their names', () => {
  assert.equal(contributes.views[contributes.viewsContainers.activitybar[0].id][0].id, viewId);
  assert.equal(contributes.languages[0].id, languageId);
});

test('a restricted workspace has language features only, and none of its connections', () => {
  const { untrustedWorkspaces, virtualWorkspaces } = manifest.capabilities;
  assert.equal(untrustedWorkspaces.supported, 'limited');
  assert.deepEqual(untrustedWorkspaces.restrictedConfigurations, [`${section}.connections`]);
  assert.equal(virtualWorkspaces, true);
  // In a remote window it runs where the workspace is: there are its files, and the network that it sees.
  assert.deepEqual(manifest.extensionKind, ['workspace']);
});

test('no setting is made to hold a token', () => {
  const { properties } = contributes.configuration.properties[`${section}.connections`].items;
  assert.deepEqual(Object.keys(properties), [
    'name',
    'url',
    'org',
    'tokenEnvironmentVariable',
    'production',
    // Paths of files, not what they hold.
    'ca',
    'certificate',
    'key',
    'allowInsecureTls',
  ]);
});

test('every setting has a place of its own', () => {
  const settings: { order: number }[] = Object.values(contributes.configuration.properties);
  const places = settings.map(({ order }) => order);
  assert.equal(new Set(places).size, settings.length);
});

test('the README names every package that ships', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const shipping = readme.slice(readme.indexOf('## Packages that ship')).toLowerCase();
  const missing = Object.keys(manifest.dependencies).filter(
    (name) => !shipping.includes(name.replace('@influxdata/', '')),
  );
  assert.deepEqual(missing, []);
});
