import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { scriptTemplates } from '../../client/src/commands/scriptTemplates.ts';
import { startFromSource, type TestSandbox } from '../sandbox/api/start.ts';

suite('templates of new scripts', () => {
  let api: TestSandbox;
  before(async () => {
    api = await startFromSource();
  });
  after(() => api.sandbox.close());

  for (const { label, text, description } of scriptTemplates) {
    test(`${label} runs, and documents exactly its parameters`, async () => {
      const id = await api.script(text);
      const answer = (await api.send('GET', `/api/v2/scripts/${id}/params`)).json() as {
        params: Record<string, string>;
      };
      const documented = [...text.matchAll(/^\/\/ - (\w+):/gm)].map(([, name]) => name);
      assert.deepEqual(documented.toSorted(), Object.keys(answer.params).toSorted());
      assert.ok(text.startsWith(`// ${description}\n`));
      const run = await api.invoke(id, {
        bucket: 'air_sensor',
        start: '-1h',
        measurement: 'airSensors',
        field: 'temperature',
        every: '5m',
        warn: 70,
        crit: 73.5,
      });
      assert.equal(run.status, 200, run.text);
      assert.ok(run.text.split('\r\n').length > 3, run.text);
      if (label === 'Threshold') assert.match(run.text, /,warn\r\n/);
    });
  }
});
