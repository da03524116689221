// `npm run bench [-- subject…] [--json FILE]`: measures, prints tables in Markdown, and never fails over a figure.
import { writeFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { chart } from './chart.ts';
import { languageServer } from './languageServer.ts';
import { page } from './page.ts';
import { results } from './results.ts';
import { status } from './status.ts';
import { store } from './store.ts';
import type { Subject } from './subject.ts';
import { markdown, type Table } from './table.ts';

const subjects: readonly Subject[] = [languageServer, results, page, chart, status, store];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'string' }, help: { type: 'boolean' } },
});
const names = subjects.map(({ name }) => name).join(', ');
const unknown = positionals.filter((asked) => !subjects.some(({ name }) => name === asked));
if (values.help || unknown.length > 0) {
  const complaint = unknown.length > 0 ? `There is no subject ${unknown.join(', ')}.\n` : '';
  process.stdout.write(`${complaint}npm run bench [-- subject…] [--json FILE]\nSubjects: ${names}.\n`);
  process.exit(unknown.length > 0 ? 2 : 0);
}

const tables: Record<string, Table> = {};
for (const { name, run } of subjects) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const table = await run((what) => process.stderr.write(`${name}: ${what}\n`));
  tables[name] = table;
  process.stdout.write(`${markdown(table)}\n`);
}
const machine = `${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.versions.node}`;
process.stdout.write(`Measured on ${machine}.\n`);
if (values.json !== undefined) {
  await writeFile(values.json, `${JSON.stringify({ machine, subjects: tables }, null, 2)}\n`);
}
process.exit(0);
