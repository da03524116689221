import type { ServerResponse } from 'node:http';
import { type Annotation, type Dialect, plainDialect } from '../flux/csv.ts';
import { parseTime } from '../flux/time.ts';
import { ApiError } from '../http/errors.ts';
import type { ApiRequest } from '../http/request.ts';
import type { Answer, Route } from '../http/router.ts';
import { externParams, type ParamObject, paramsOf, parseExactJson } from '../query/params.ts';
import { execute } from './execute.ts';
import type { Services } from './services.ts';

/** `POST /api/v2/query`: JSON with query, params or extern, dialect and now, or the bare Flux text. */
export function queryRoutes(services: Services): readonly Route[] {
  return [
    {
      method: 'POST',
      path: '/api/v2/query',
      handle: (request, response) => query(services, request, response),
    },
  ];
}

async function query(services: Services, request: ApiRequest, response: ServerResponse): Promise<Answer> {
  const present = BigInt(Date.now()) * 1_000_000n;
  if (request.contentType === 'application/vnd.flux') {
    const text = required(await request.text());
    await execute(services, request, { text, params: {}, now: present }, response);
    return 'answered';
  }
  const body = await request.json(parseExactJson);
  if (typeof body !== 'object' || body === null)
    throw new ApiError('invalid', 'request body requires either query or AST');
  const { query: text, type = 'flux', dialect, now, extern } = body as Record<string, unknown>;
  if (type !== 'flux') throw new ApiError('invalid', `unknown query type: ${String(type)}`);
  await execute(
    services,
    request,
    {
      text: required(text),
      params: paramsFor(body, extern),
      dialect: dialectOf(dialect),
      now: now === undefined || now === null ? present : timeOf(now),
    },
    response,
  );
  return 'answered';
}

/** They come by either of two ways. */
function paramsFor(body: object, extern: unknown): ParamObject {
  const params = paramsOf(body);
  if (extern === undefined || extern === null) return params;
  if (Object.keys(params).length > 0) throw new ApiError('invalid', 'params and extern exclude each other');
  return externParams(extern);
}

function required(text: unknown): string {
  if (typeof text === 'string' && text.trim() !== '') return text;
  throw new ApiError('invalid', 'request body requires either query or AST');
}

function timeOf(value: unknown): bigint {
  const time = typeof value === 'string' ? parseTime(value) : undefined;
  if (!time) throw new ApiError('invalid', 'now must be a time in RFC 3339, such as 2030-01-01T00:00:00Z');
  return time.ns;
}

const annotations: readonly unknown[] = ['datatype', 'group', 'default'] satisfies Annotation[];

function dialectOf(value: unknown): Dialect {
  if (value === undefined || value === null) return plainDialect;
  if (typeof value !== 'object') throw new ApiError('invalid', 'dialect must be an object');
  const given = value as Record<string, unknown>;
  const delimiter = given['delimiter'] ?? plainDialect.delimiter;
  if (typeof delimiter !== 'string' || [...delimiter].length !== 1 || /["\r\n]/.test(delimiter)) {
    throw new ApiError('invalid', 'invalid dialect delimiter: it must be one character');
  }
  const listed = given['annotations'] ?? [];
  if (!Array.isArray(listed)) throw new ApiError('invalid', 'dialect annotations must be an array');
  const unknown = listed.find((name) => !annotations.includes(name));
  if (unknown !== undefined)
    throw new ApiError('invalid', `unknown dialect annotation type: ${String(unknown)}`);
  return { header: given['header'] !== false, delimiter, annotations: listed as Annotation[] };
}
