import { parse } from '../../server/src/flux/parser.ts';
import { Positions } from '../../server/src/flux/positions.ts';
import { ApiError } from '../http/errors.ts';
import { type ApiRequest, stringFields } from '../http/request.ts';
import type { Answer, Route } from '../http/router.ts';
import { packageOf } from '../query/syntaxTree.ts';
import { withEngine } from './execute.ts';
import type { Services } from './services.ts';

/** `/api/v2/query/ast` and `/api/v2/query/analyze`: what a text is, and what is wrong with its syntax. */
export function analyzeRoutes(services: Services): readonly Route[] {
  const path = '/api/v2/query';
  return [
    { method: 'POST', path: `${path}/ast`, handle: (request) => ast(services, request) },
    { method: 'POST', path: `${path}/analyze`, handle: (request) => analyze(services, request) },
  ];
}

async function ast(services: Services, request: ApiRequest): Promise<Answer> {
  const text = await queryOf(request);
  const [error] = await syntaxErrors(services, text);
  if (error) {
    const { line, column, endLine, endColumn, message } = error;
    throw new ApiError('invalid', `invalid AST: loc ${line}:${column}-${endLine}:${endColumn}: ${message}`);
  }
  return { status: 200, json: { ast: packageOf(parse(text).file, text) } };
}

async function analyze(services: Services, request: ApiRequest): Promise<Answer> {
  const errors = await syntaxErrors(services, await queryOf(request));
  return {
    status: 200,
    // The contract counts characters for InfluxQL only.
    json: { errors: errors.map(({ line, column, message }) => ({ line, column, character: 0, message })) },
  };
}

async function queryOf(request: ApiRequest): Promise<string> {
  const body = await request.json();
  const { query, type } = stringFields(body ?? {}, ['query', 'type']);
  if (type !== undefined && type !== 'flux') throw new ApiError('invalid', `unknown query type: ${type}`);
  if (!query) throw new ApiError('invalid', 'request body requires a query');
  return query;
}

/** How the compiler begins what it says of a text that it cannot read; the rest is about names and types. */
const unreadable =
  /^(?:expected [A-Z]+, got |invalid (?:expression|statement|\w+ literal)|missing (?!required)|unexpected token|pipe destination)/;

/** In the compiler's words. What it finds beyond syntax, such as wrong types, is not asked for here. */
async function syntaxErrors({ engine }: Services, text: string) {
  const { errors } = parse(text);
  if (errors.length === 0) return [];
  const messages = await withEngine(() => engine.check(text));
  const told = messages.filter(({ severity, message }) => severity === 'error' && unreadable.test(message));
  const positions = new Positions(text);
  return (told.length > 0 ? told : errors).map(({ start, end, message }) => {
    const [from, to] = [positions.toCompiler(start), positions.toCompiler(end)];
    return {
      line: from.line + 1,
      column: from.character + 1,
      endLine: to.line + 1,
      endColumn: to.character + 1,
      message,
    };
  });
}
