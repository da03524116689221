import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { StoredScript } from '../influx/scripts.ts';
import { mergeParameters, typesOf } from '../params/merge.ts';
import { type Preset, type Presets, parsePresets, presetsFileOf } from '../params/presets.ts';
import { sameText } from '../sync/differences.ts';
import {
  entryForFile,
  entryForName,
  type Manifest,
  type ManifestEntry,
  manifestFile,
  parseManifest,
} from '../sync/manifest.ts';
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
    preset: { type: 'string' },
    output: { type: 'string', short: 'o' },
  },
  connects: true,
  async run(context) {
    const [name, ...more] = context.names;
    if (name === undefined || more.length > 0) throw new UsageError('Give the name of one script to invoke.');
    const file = context.text('params-file');
    const preset = context.text('preset');
    const folder = await folderOf(context);
    // The later wins over the one before it.
    const given = new Map([
      ...(preset === undefined ? [] : await readPreset(folder, name, preset)),
      ...(file === undefined ? [] : readParamsFile(await readText(file), file)),
      ...readAssignments(context.texts('param')),
    ]);
    await using connected = await context.connect();
    const { client, shown } = connected;
    const script = await find(context, connected, folder, name);
    const [types, analyzed] = await Promise.all([
      client.scripts.params(script.id, context.signal),
      analyze(context, script.script),
    ]);
    const { parameters, open } = analyzed;
    const params = valuesFor(mergeParameters(types ?? typesOf(parameters), parameters), given, open);
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

/** The files, and which of them holds which script. */
interface Folder {
  readonly files: NodeFiles;
  readonly manifest: Manifest;
}

async function folderOf(context: Context): Promise<Folder> {
  const files = new NodeFiles(await context.root());
  const text = await files.read(manifestFile);
  return { files, manifest: parseManifest(text ?? '{"scripts":[]}') };
}

/** By the script's name, or by the file that holds it. */
function entryOf({ manifest }: Folder, name: string): ManifestEntry | undefined {
  return entryForName(manifest, name) ?? entryForFile(manifest, name.replace(/^\.\//, ''));
}

/** @throws UsageError */
async function readPreset(folder: Folder, script: string, name: string): Promise<Preset> {
  const entry = entryOf(folder, script);
  if (!entry) {
    throw new UsageError(
      `Presets lie beside the script's file, and ${manifestFile} names none for “${script}”. Pull it first, or give --params-file.`,
    );
  }
  const file = presetsFileOf(entry.file);
  const text = await folder.files.read(file);
  if (text === undefined) throw new UsageError(`There is no ${file} with presets for “${entry.name}”.`);
  let presets: Presets;
  try {
    presets = parsePresets(text, file);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  const preset = presets.get(name);
  if (preset) return preset;
  const names = [...presets.keys()].map((each) => `“${each}”`).join(', ') || 'none';
  throw new UsageError(`${file} has no preset “${name}”; it has: ${names}.`);
}

/** By its name, or by the file that holds it. @throws Error */
async function find(
  context: Context,
  { client, shown }: Connected,
  folder: Folder,
  name: string,
): Promise<StoredScript> {
  const entry = entryOf(folder, name);
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
  const here = entry && (await folder.files.read(entry.file));
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
