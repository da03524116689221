/** Answers to read, the same each time: ten columns besides `result` and `table`. */

export type AnswerKind = 'plain' | 'mixed';

export interface GeneratedAnswer {
  /** Cut as a socket does. */
  readonly chunks: readonly Uint8Array[];
  readonly bytes: number;
  readonly rows: number;
}

const CHUNK = 65_536;

/** An answer of about that many megabytes. */
export function generatedAnswer(kind: AnswerKind, megabytes: number): GeneratedAnswer {
  const tables = kind === 'plain' ? plainTable : mixedTable;
  const parts: Buffer[] = [];
  let bytes = 0;
  let rows = 0;
  for (let table = 0; bytes < megabytes * 1e6; table++) {
    const lines = tables(table);
    rows += lines.filter((line) => line.startsWith(',,')).length;
    const part = Buffer.from(`${lines.join('\r\n')}\r\n`);
    parts.push(part);
    bytes += part.length;
  }
  const whole = Buffer.concat([...parts, Buffer.from('\r\n')]);
  const chunks = Array.from({ length: Math.ceil(whole.length / CHUNK) }, (_, at) =>
    whole.subarray(at * CHUNK, (at + 1) * CHUNK),
  );
  return { chunks, bytes: whole.length, rows };
}

/** Sensors that are read every ten seconds: one schema, 1,000 rows a table, nothing quoted. */
function plainTable(table: number): string[] {
  const lines: string[] = [];
  if (table === 0) {
    lines.push(
      '#datatype,string,long,dateTime:RFC3339,dateTime:RFC3339,dateTime:RFC3339,double,string,string,string,string,long,boolean',
      '#group,false,false,true,true,false,false,true,true,true,true,false,false',
      '#default,_result,,,,,,,,,,,',
      ',result,table,_start,_stop,_time,_value,_field,_measurement,host,region,n,ok',
    );
  }
  const head = `,,${table},2024-01-01T00:00:00Z,2024-02-01T00:00:00Z`;
  const key = `${table % 2 ? 'temperature' : 'humidity'},airSensors,server-${table >> 1},eu-west-${table % 5}`;
  for (let row = 0; row < 1000; row++) {
    const noise = scramble(table * 1000 + row);
    lines.push(
      `${head},${time(row)},${20 + (noise % 10_000) / 1000},${key},${noise % 100_000},${row % 97 !== 0}`,
    );
  }
  return lines;
}

/** Logs beside figures: three schemas in turn, one with a column more, 200 rows a table, quoted cells with commas, quotes and line ends, nulls. */
function mixedTable(table: number): string[] {
  const sort = table % 3;
  const lines = [
    ...(table === 0 ? [] : ['']),
    [
      '#datatype,string,long,dateTime:RFC3339,dateTime:RFC3339,dateTime:RFC3339,string,string,string,string,string,long,double',
      '#datatype,string,long,dateTime:RFC3339,dateTime:RFC3339,dateTime:RFC3339,double,double,long,boolean,string,string,string,string',
      '#datatype,string,long,dateTime:RFC3339,dateTime:RFC3339,dateTime:RFC3339,string,unsignedLong,double,string,string,string,string',
    ][sort] as string,
    `#group,false,false,true,true,false,false,false,false,false,true,false,false${sort === 1 ? ',false' : ''}`,
    `#default,_result,,,,,,,,,,,${sort === 1 ? ',' : ''}`,
    [
      ',result,table,_start,_stop,_time,message,path,level,user,host,bytes,seconds',
      ',result,table,_start,_stop,_time,load,memory,requests,up,host,note,version,zone',
      ',result,table,_start,_stop,_time,query,rows,took,error,host,client,database',
    ][sort] as string,
  ];
  const head = `,,${table},2024-01-01T00:00:00Z,2024-02-01T00:00:00Z`;
  const host = `server-${table % 50}`;
  for (let row = 0; row < 200; row++) {
    const noise = scramble(table * 200 + row);
    const at = `${head},${time(row)}`;
    const path = `/api/v2/scripts/${(noise % 9000) + 1000}`;
    if (sort === 0) {
      const message =
        noise % 3 === 0
          ? `"GET ""${path}"", status ${200 + (noise % 5)}"`
          : noise % 3 === 1
            ? `"failed:\r\n  at line ${noise % 40}, retry"`
            : 'started';
      const user = noise % 4 === 0 ? '' : `user ${noise % 300}`;
      lines.push(
        `${at},${message},${path},${noise % 5 ? 'info' : 'warn'},${user},${host},${noise % 65_536},${(noise % 5000) / 1000}`,
      );
    } else if (sort === 1) {
      const note = noise % 2 ? '"steady, as before"' : '';
      lines.push(
        `${at},${(noise % 1600) / 100},${(noise % 99_991) / 1024},${noise % 1000},${noise % 2 === 0},${host},${note},v2.${noise % 7},${noise % 3}`,
      );
    } else {
      const query = `"from(bucket: ""b${noise % 20}"") |> range(start: -${noise % 24}h)"`;
      lines.push(
        `${at},${query},${noise},${noise / 7},${noise % 9 ? '' : '"cut, off"'},${host},cli,"north, south"`,
      );
    }
  }
  return lines;
}

function time(row: number): string {
  return new Date(Date.UTC(2024, 0, 1) + row * 10_000).toISOString().replace('.000Z', 'Z');
}

/** A number below 2^31 that looks like chance. */
function scramble(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39);
  return (mixed ^ (mixed >>> 15)) >>> 1;
}
