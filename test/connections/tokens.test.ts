import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Connection, settingEntries } from '../../client/src/connections/profile.ts';
import { TokenStore } from '../../client/src/connections/tokens.ts';

/** VS Code's secret storage, with a keyring or without. */
class Secrets {
  readonly held = new Map<string, string>();
  works = true;
  get(key: string) {
    return this.#do(() => this.held.get(key));
  }
  store(key: string, value: string) {
    return this.#do(() => void this.held.set(key, value));
  }
  delete(key: string) {
    return this.#do(() => void this.held.delete(key));
  }
  #do<T>(act: () => T): Promise<T> {
    return this.works ? Promise.resolve(act()) : Promise.reject(new Error('There is no keyring.'));
  }
}

const plant: Connection = { name: 'Plant', url: 'https://plant.example', source: 'settings' };
const secret = 'a-token-that-must-not-be-seen';

test('a token goes to the origin that it was entered for, and to no other', async () => {
  const store = new TokenStore(new Secrets(), {});
  assert.equal(await store.set(plant, secret), 'stored');
  assert.equal(await store.get(plant), secret);
  assert.equal(await store.get({ ...plant, url: 'https://plant.example/influx', org: 'b' }), secret);
  for (const url of [
    'http://plant.example',
    'https://plant.example:8086',
    'https://plant.example.evil.example',
    'https://evil.example/plant.example',
  ]) {
    assert.equal(await store.get({ ...plant, url }), undefined, url);
  }
  assert.equal(await store.get({ ...plant, name: 'Other' }), undefined);
});

test('a removed token is gone', async () => {
  const secrets = new Secrets();
  const store = new TokenStore(secrets, {});
  await store.set(plant, secret);
  await store.delete(plant);
  assert.equal(await store.get(plant), undefined);
  assert.equal(secrets.held.size, 0);
});

test('a key’s passphrase goes where its token does, and is removed with it', async () => {
  const secrets = new Secrets();
  const store = new TokenStore(secrets, {});
  assert.equal(await store.setPassphrase(plant, secret), 'stored');
  assert.equal(await store.passphrase(plant), secret);
  assert.equal(await store.get(plant), undefined);
  assert.equal(await store.passphrase({ ...plant, url: 'https://evil.example' }), undefined);
  // Another name at the same place has it too; another place has not.
  await store.movePassphrase(plant, { ...plant, name: 'Renamed' });
  assert.equal(await store.passphrase({ ...plant, name: 'Renamed' }), secret);
  await store.movePassphrase(plant, { ...plant, url: 'https://evil.example' });
  assert.equal(await store.passphrase({ ...plant, url: 'https://evil.example' }), undefined);
  await store.delete(plant);
  await store.delete({ ...plant, name: 'Renamed' });
  assert.equal(secrets.held.size, 0);
  secrets.works = false;
  assert.equal(await store.setPassphrase(plant, secret), 'session');
  assert.equal(await store.passphrase(plant), secret);
});

test('without a keyring a token lives as long as the window, and that is said', async () => {
  const secrets = new Secrets();
  secrets.works = false;
  const store = new TokenStore(secrets, {});
  assert.equal(await store.get(plant), undefined);
  assert.equal(await store.set(plant, secret), 'session');
  assert.equal(await store.get(plant), secret);
  assert.equal(await new TokenStore(secrets, {}).get(plant), undefined);
  secrets.works = true;
  assert.equal(await store.set(plant, 'newer'), 'stored');
  assert.equal(await store.get(plant), 'newer');
});

test('only user settings name an environment variable', async () => {
  const entry = { name: 'Plant', url: plant.url, tokenEnvironmentVariable: 'SECRET' };
  const store = new TokenStore(new Secrets(), { SECRET: secret });
  const tokenOf = async (user: unknown, workspace: unknown) => {
    const [found] = settingEntries(user, workspace);
    return await store.get({ ...(found as unknown as Connection), source: 'settings' });
  };
  assert.equal(await tokenOf([entry], undefined), secret);
  assert.equal(await tokenOf(undefined, [entry]), undefined);
  assert.equal(await tokenOf('nonsense', [entry]), undefined);
  // What is no entry stays, to be described.
  assert.deepEqual(settingEntries([1], [null]), [1, null]);
});

test('what a connection is written as holds no token', async () => {
  const secrets = new Secrets();
  const store = new TokenStore(secrets, {});
  await store.set(plant, secret);
  assert.doesNotMatch(JSON.stringify([plant, store, [...secrets.held.keys()]]), /must-not-be-seen/);
});
