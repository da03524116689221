import type { ScriptParameter } from '../../../server/src/protocol.ts';
import type { Connection } from '../connections/profile.ts';
import type { BucketsApi } from '../influx/buckets.ts';
import type { QueryApi } from '../influx/query.ts';
import type { Inputs } from '../params/inputs.ts';
import { type NamesQuestion, namesQuestion } from '../params/suggestions.ts';
import { ResultReader } from '../results/reader.ts';
import { ResultStore } from '../results/store.ts';

/** How long an answer is good for, and how long one is waited for, in milliseconds. */
const lifetime = 60_000;
const timeLimit = 5000;
/** The most that an answer may take, in bytes. */
const maxBytes = 4_000_000;

/** What of a connection's client is asked. */
interface NamesClient {
  readonly buckets: Pick<BucketsApi, 'list'>;
  readonly query: Pick<QueryApi, 'run'>;
}

interface Asking {
  readonly answer: Promise<readonly string[]>;
  readonly until: number;
  readonly abort: AbortController;
  waiting: number;
}

/** The names that a server has: buckets, measurements, fields, values of tags. Kept for a minute. */
export class ServerNames {
  readonly #client: (connection: Connection) => NamesClient;
  readonly #asked = new Map<string, Asking>();

  constructor(client: (connection: Connection) => NamesClient) {
    this.#client = client;
  }

  /**
   * The values that there are for a parameter, sorted.
   * @param inputs what was typed for the others: it says where to look
   * @throws Error whose message says, as a part of a sentence, why there are none
   */
  async of(
    connection: Connection,
    parameter: ScriptParameter,
    parameters: readonly ScriptParameter[],
    inputs: Inputs,
    signal: AbortSignal,
  ): Promise<readonly string[]> {
    const question = namesQuestion(parameter, parameters, inputs);
    if (question.kind === 'none') throw new Error(question.reason);
    const key = JSON.stringify([connection, question]);
    const now = Date.now();
    for (const [old, { until }] of this.#asked) if (until <= now) this.#asked.delete(old);
    const asking = this.#asked.get(key) ?? this.#ask(key, connection, question);
    return await this.#wait(key, asking, signal);
  }

  #ask(key: string, connection: Connection, question: Exclude<NamesQuestion, { kind: 'none' }>): Asking {
    const abort = new AbortController();
    const limit = AbortSignal.timeout(timeLimit);
    const signal = AbortSignal.any([abort.signal, limit]);
    const answer = fetchNames(this.#client(connection), question, signal).catch((error: unknown) => {
      // The next keystroke may ask again.
      this.#asked.delete(key);
      throw limit.aborted ? new Error(`no answer within ${timeLimit / 1000} seconds`) : error;
    });
    const asking: Asking = { answer, until: Date.now() + lifetime, abort, waiting: 0 };
    this.#asked.set(key, asking);
    return asking;
  }

  /** Waits until the signal says otherwise; the last one who leaves ends the request. */
  async #wait(key: string, asking: Asking, signal: AbortSignal): Promise<readonly string[]> {
    signal.throwIfAborted();
    asking.waiting += 1;
    let leave = () => {};
    const left = new Promise<never>((_, reject) => {
      leave = () => reject(signal.reason);
      signal.addEventListener('abort', leave);
    });
    try {
      return await Promise.race([asking.answer, left]);
    } finally {
      signal.removeEventListener('abort', leave);
      asking.waiting -= 1;
      if (signal.aborted && asking.waiting === 0 && this.#asked.get(key) === asking) {
        this.#asked.delete(key);
        asking.abort.abort();
      }
    }
  }
}

async function fetchNames(
  client: NamesClient,
  question: Exclude<NamesQuestion, { kind: 'none' }>,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (question.kind === 'buckets') {
    const buckets = await client.buckets.list({ signal });
    return sorted(buckets.map(({ name }) => name));
  }
  const { body } = await client.query.run({ query: question.flux }, signal);
  const store = new ResultStore({ maxBytes });
  const reader = new ResultReader(store);
  for await (const chunk of body) reader.push(chunk);
  reader.end();
  const [error] = store.errors;
  if (error) throw new Error(error.message);
  return sorted(
    store.tables.flatMap((table) => {
      const column = table.block.columns.findIndex(({ label }) => label === '_value');
      return Array.from(
        { length: column < 0 ? 0 : table.rowCount },
        (_, row) => store.cell(table, row, column).text,
      );
    }),
  );
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}
