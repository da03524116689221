import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** Rows of the long answer; ten columns each. */
export const LONG_ROWS = 1_000_000;
/** Rows that are made and sent at once. */
const PIECE_ROWS = 2000;

const TYPES =
  '#datatype,string,long,dateTime:RFC3339,dateTime:RFC3339,dateTime:RFC3339,double,string,string,string,string,long,boolean';
const GROUP = '#group,false,false,true,true,false,false,true,true,true,true,false,false';
const DEFAULT = '#default,_result,,,,,,,,,,,';
const HEADER = ',result,table,_start,_stop,_time,_value,_field,_measurement,host,region,n,ok';

/** Answers by hand, by the value of the parameter `answer` that asks for them. */
const ANSWERS = {
  /** An error after some rows. */
  error: async (answer, typed) => {
    await send(answer, readings(typed, 40));
    const types = typed ? '#datatype,string,string\r\n#group,true,true\r\n#default,,\r\n' : '';
    answer.end(`\r\n${types},error,reference\r\n,"runtime error @3:4-3:12: the disk is <full>",\r\n`);
  },
  /** Some rows, and nothing more for as long as somebody listens. */
  endless: (answer, typed) => send(answer, readings(typed, 60)),
  /** No table at all. */
  empty: (answer) => {
    answer.end('\r\n');
  },
  /** Breaks off within a row. */
  cut: async (answer, typed) => {
    await send(answer, `${readings(typed, 30)},,0,2024-01-01T00:00:0`);
    answer.socket?.end();
  },
  /** A million rows, the second half of them when it is let go on. */
  long: async (answer, typed, goOn) => {
    await send(answer, head(typed));
    for (let row = 0; row < LONG_ROWS && !answer.destroyed; row += PIECE_ROWS) {
      if (row === LONG_ROWS / 2) await goOn;
      await send(answer, rows(row, PIECE_ROWS));
    }
    answer.end('\r\n');
  },
} as const satisfies Record<
  string,
  (answer: ServerResponse, typed: boolean, goOn: Promise<void>) => void | Promise<void>
>;

export interface AnswerServer {
  readonly url: string;
  /** What the server behind answered to the run before, unpacked. */
  last(): Buffer;
  /** Lets the long answer go on beyond its half. */
  goOn(): void;
  close(): void;
}

/** Stands between the extension and a server, and answers runs by hand whose parameter `answer` names a way to. */
export async function startAnswerServer(target: string): Promise<AnswerServer> {
  let last: Buffer[] = [];
  let packed = false;
  let goOn = () => {};
  const mayGoOn = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const server = createServer(async (incoming, answer) => {
    const body = await read(incoming);
    const runs = /\/invoke$|\/query$/.test((incoming.url ?? '').split('?', 1)[0] ?? '');
    const asked = runs ? askedFor(body) : undefined;
    if (asked !== undefined) {
      answer.writeHead(200, { 'content-type': 'text/csv; charset=utf-8' });
      // The window may leave while it is answered.
      await Promise.resolve(ANSWERS[asked.way](answer, asked.typed, mayGoOn)).catch(() => undefined);
      return;
    }
    const { method, headers } = incoming;
    const passed = request(new URL(incoming.url ?? '', target), { method, headers }, (reply) => {
      answer.writeHead(reply.statusCode ?? 500, reply.headers);
      if (runs) {
        last = [];
        packed = reply.headers['content-encoding'] === 'gzip';
        reply.on('data', (chunk: Buffer) => last.push(chunk));
      }
      reply.pipe(answer);
    });
    passed.once('error', () => answer.destroy());
    passed.end(body);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    last: () => (packed ? gunzipSync(Buffer.concat(last)) : Buffer.concat(last)),
    goOn,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function read(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** The way a run asks to be answered; undefined when it is none of this server's. */
function askedFor(body: Buffer): { way: keyof typeof ANSWERS; typed: boolean } | undefined {
  const { params, dialect } = JSON.parse(body.toString()) as {
    params?: { answer?: string };
    dialect?: { annotations?: string[] };
  };
  const way = params?.answer ?? '';
  if (!Object.hasOwn(ANSWERS, way)) return undefined;
  return { way: way as keyof typeof ANSWERS, typed: (dialect?.annotations ?? []).length > 0 };
}

/** Resolves when it is on its way, or cannot be any more. */
function send(answer: ServerResponse, text: string): Promise<void> {
  return new Promise((sent) => answer.write(text, () => sent()));
}

function readings(typed: boolean, count: number): string {
  return head(typed) + rows(0, count);
}

function head(typed: boolean): string {
  return `${typed ? `${TYPES}\r\n${GROUP}\r\n${DEFAULT}\r\n` : ''}${HEADER}\r\n`;
}

function rows(from: number, count: number): string {
  let text = '';
  for (let row = from; row < from + count; row++) {
    const time = new Date(Date.UTC(2024, 0, 1) + row * 1000).toISOString().replace('.000Z', 'Z');
    const value = Math.round((20 + Math.sin(row / 500) * 5) * 1000 + (row % 7) * 10) / 1000;
    text += `,_result,0,2024-01-01T00:00:00Z,2024-02-01T00:00:00Z,${time},${value},temperature,airSensors,server-1,eu,${row},${row % 97 !== 0}\r\n`;
  }
  return text;
}
