import { EngineFailure, type FluxEngine } from '../../server/src/engine/engine.ts';
import type { Limits } from '../flux/context.ts';
import { readAnnotated } from '../flux/csvReader.ts';
import { FluxError } from '../flux/errors.ts';
import type { Table } from '../flux/table.ts';
import { checkScript } from '../query/check.ts';
import type { QueryRunner } from '../query/runner.ts';
import { differenceIn, emptyText } from './difference.ts';
import { type FindFile, programOf, TestCaseError } from './program.ts';
import type { TestOutcome } from './result.ts';

/** What one test case may take. */
export const testLimits: Limits = { milliseconds: 30_000, steps: 100_000_000, rows: 1_000_000 };

/** Runs one test case of a text, the `nth` of its name. Never rejects: whatever happens is an outcome. */
export async function runTestCase(
  { engine, runner }: { readonly engine: FluxEngine; readonly runner: QueryRunner },
  text: string,
  name: string,
  findFile: FindFile,
  nth = 0,
): Promise<TestOutcome> {
  try {
    const program = programOf(text, name, findFile, nth);
    await checkScript(engine, program);
    const answer = await answerOf(runner, program);
    const { tables, error } = readAnswer(answer);
    if (error !== undefined) return failed(error);
    const difference = differenceIn(tables);
    return difference ? { status: 'failed', ...difference } : { status: 'passed', message: '' };
  } catch (error) {
    if (error instanceof FluxError && error.code === 'unsupported')
      return { status: 'unsupported', message: error.message };
    if (error instanceof FluxError || error instanceof TestCaseError || error instanceof EngineFailure)
      return failed(error.message);
    throw error;
  }
}

function failed(message: string): TestOutcome {
  return { status: 'failed', message };
}

async function answerOf(runner: QueryRunner, text: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  const dialect = {
    header: true,
    delimiter: ',',
    annotations: ['datatype', 'group', 'default'],
    emptyText,
  } as const;
  const job = {
    text,
    params: {},
    now: BigInt(Date.now()) * 1_000_000n,
    dialect,
    buckets: [],
    limits: testLimits,
  };
  for await (const chunk of runner.run(job)) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** The tables, and the error that ended them. */
function readAnswer(answer: string): {
  readonly tables: readonly Table[];
  readonly error: string | undefined;
} {
  const tables = readAnnotated(answer);
  const failure = tables.find((table) => table.columns[0]?.label === 'error' && table.column('reference'));
  const message = failure?.columns[0]?.cell(0);
  return {
    tables: tables.filter((table) => table !== failure),
    error: failure ? String(message) : undefined,
  };
}
