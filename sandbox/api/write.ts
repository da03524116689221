import type { ServerResponse } from 'node:http';
import { parseTime } from '../flux/time.ts';
import { ApiError } from '../http/errors.ts';
import { type ApiRequest, stringFields } from '../http/request.ts';
import type { Answer, Route } from '../http/router.ts';
import type { StoredBucket } from '../sample/source.ts';
import { PredicateError } from '../store/deletePredicate.ts';
import { type BadLine, precisions } from '../store/lineProtocol.ts';
import type { Services } from './services.ts';

/** Bytes, when nothing is compressed any more; InfluxDB Cloud's own limit. */
const bodyLimit = 250 * 1024 * 1024;
const badLinesTold = 100;
/** Characters of a bad line that are told. */
const lineTold = 4_096;

/** `POST /api/v2/write` takes line protocol, `POST /api/v2/delete` takes points away. */
export function writeRoutes(services: Services): readonly Route[] {
  return [
    {
      method: 'POST',
      path: '/api/v2/write',
      handle: (request, response) => write(services, request, response),
    },
    { method: 'POST', path: '/api/v2/delete', handle: (request) => remove(services, request) },
  ];
}

async function write(services: Services, request: ApiRequest, response: ServerResponse): Promise<Answer> {
  const now = BigInt(Date.now()) * 1_000_000n;
  const unit = precisions.get(request.query.get('precision') || 'ns');
  if (unit === undefined)
    throw new ApiError('invalid', 'invalid precision; valid precision units are ns, us, ms, and s');
  const bucket = bucketOf(services, request);
  const chunks: Buffer[] = [];
  for await (const chunk of request.chunks(bodyLimit)) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const { bad, refusal } = await services.database.write(bucket, body, { unit, now });
  if (bad.length > 0) {
    response.setHeader('X-Platform-Error-Code', 'invalid');
    return { status: 400, json: { code: 'invalid', message: told(bad), line: bad[0]?.line } };
  }
  if (refusal !== undefined) throw new ApiError('unprocessable entity', refusal, { status: 422 });
  return { status: 204 };
}

function told(bad: readonly BadLine[]): string {
  const lines = bad.slice(0, badLinesTold).map(({ text, reason }) => {
    const shown = text.length > lineTold ? `${text.slice(0, lineTold)}…` : text;
    return `unable to parse '${shown}': ${reason}`;
  });
  return lines.join('\n');
}

/** The query string names it by name or ID. */
function bucketOf(services: Services, request: ApiRequest): StoredBucket {
  const name = request.query.get('bucketID') || request.query.get('bucket');
  if (!name) throw new ApiError('invalid', 'bucket is required: its name or its ID');
  const bucket = services.buckets.find(name);
  if (!bucket) throw new ApiError('not found', `bucket ${JSON.stringify(name)} not found`);
  request.require('write', 'buckets', bucket.id);
  return bucket;
}

async function remove(services: Services, request: ApiRequest): Promise<Answer> {
  const bucket = bucketOf(services, request);
  const { start, stop, predicate = '' } = stringFields(await request.json(), ['start', 'stop', 'predicate']);
  const range = { start: timeOf('start', start), stop: timeOf('stop', stop), predicate };
  try {
    await services.database.delete(bucket.id, range);
  } catch (error) {
    if (error instanceof PredicateError) throw new ApiError('invalid', `invalid request: ${error.message}`);
    throw error;
  }
  return { status: 204 };
}

function timeOf(name: string, text: string | undefined): bigint {
  const time = text === undefined ? undefined : parseTime(text);
  if (!time)
    throw new ApiError(
      'invalid',
      `invalid RFC3339Nano for field ${name}, please format your time with RFC3339Nano format, example: 2009-01-02T23:00:00Z`,
    );
  return time.ns;
}
