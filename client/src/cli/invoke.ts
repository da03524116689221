import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { StoredScript } from '../influx/scripts.ts';
import { mergeParameters } from '../params/merge.ts';
import { sameText } from '../sync/differences.ts';
import { entryForFile, entryForName, manifestFile, parseManifest } from '../sync/manifest.ts';
import { findByName } from '../sync/update.ts';
import { AnswerCheck } from './answerCheck.ts';
import { Checker } from './checker.ts';
import type { Command, Context } from './command.ts';
import { exitCodes, UsageError } from './exit.ts';
import { NodeFiles } from './nodeFiles.ts';
import { readAssignments, readParamsFile, valuesFor } from './parameterValues.ts';
import { openSink } from './sink.ts';
import type { Connected } from './workspace.ts';

/** Runs a script on the server; its CSV goes to standard output, or to a file. */
export const invoke: Command = {
  options: {
    param: { type: 'string', short: 'p', multiple: true },
    'params-file': { type: 'string' },
    output: { type: 'string', short: 'o' },
  },
  connects: true,
  async run(context) {
    const [name, ...more] = context.names;
    if (name === undefined || more.length > 0) throw new UsageError('Give the name of one script to invoke.');
    const file = context.text('params-file');
    const given = new Map([
      ...(file === undefined ? [] : readParamsFile(await readText(file), file)),
      ...readAssignments(context.texts('param')),
    ]);
    await using connected = await context.connect();
    const { client, shown } = connected;
    const script = await find(context, connected, name);
    const [types, analyzed] = await Promise.all([
      client.scripts.params(script.id, context.signal),
      analyze(context, script.script),
    ]);
    const params = valuesFor(mergeParameters(types, analyzed.parameters), given, analyzed.open);
    const output = context.text('output');
    // First: what a script has done is not undone when there is no place for its answer.
    const sink = await openSink(output, context.out.json);
    const check = new AnswerCheck();
    let csv: string | undefined;
    try {
      const answer = await client.scripts.invoke(script.id, params, context.signal);
      for await (const chunk of answer.body) {
        check.push(chunk);
        await sink.write(chunk);
      }
      const wrong = check.end();
      if (wrong !== undefined) throw new Error(wrong);
      csv = await sink.done();
    } catch (error) {
      await sink.discard();
      throw error;
    }
    return {
      exitCode: exitCodes.done,
      json: {
        connection: shown,
        script: { name: script.name, id: script.id },
        bytes: check.bytes,
        rows: check.rows,
        ...(output === undefined ? { csv } : { output: resolve(output) }),
      },
    };
  },
};

/** By its name, or by the file that holds it. @throws Error */
async function find(context: Context, { client, shown }: Connected, name: string): Promise<StoredScript> {
  const files = new NodeFiles(await context.root());
  const text = await files.read(manifestFile);
  const manifest = parseManifest(text ?? '{"scripts":[]}');
  const entry = entryForName(manifest, name) ?? entryForFile(manifest, name.replace(/^\.\//, ''));
  const script = await findByName(client.scripts, entry?.name ?? name, context.signal);
  if (!script) {
    const next = entry ? 'Push it first.' : '`flux-scripts status` lists what is there.';
    throw new Error(`There is no script “${entry?.name ?? name}” on ${shown.name}. ${next}`);
  }
  if ((script.language ?? 'flux') !== 'flux') {
    throw new Error(
      `“${script.name}” is written in ${script.language}; only Flux scripts can be invoked with params here.`,
    );
  }
  const here = entry && (await files.read(entry.file));
  if (here !== undefined && !sameText(here, script.script)) {
    context.out.note(`This runs the version on ${shown.name}, which is not the one in ${entry?.file}.`);
  }
  return script;
}

async function analyze({ dist, signal }: Context, text: string): ReturnType<Checker['parameters']> {
  await using checker = new Checker(dist);
  return await checker.parameters(text, signal);
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(
      `${file} cannot be read (${(error as NodeJS.ErrnoException).code}). Correct --params-file.`,
    );
  }
}
