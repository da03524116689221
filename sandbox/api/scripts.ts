import type { ServerResponse } from 'node:http';
import type { Script, ScriptCreateRequest, ScriptUpdateRequest } from '../../client/src/influx/types.ts';
import { ApiError } from '../http/errors.ts';
import { type ApiRequest, stringFields } from '../http/request.ts';
import type { Answer, Route } from '../http/router.ts';
import { checkScript } from '../query/check.ts';
import { type ParamObject, paramsOf, parseExactJson } from '../query/params.ts';
import { NameTaken, type StoredScript } from '../store/scripts.ts';
import { execute, withEngine } from './execute.ts';
import { FunctionRuns, trigger } from './functionRuns.ts';
import type { Services } from './services.ts';

const mostListed = 500;
const usuallyListed = 100;

/** The scripts resource and its older name. A script that does not compile is stored all the same; running or analysing it says why not. */
export function scriptRoutes(services: Services): readonly Route[] {
  const runs = new FunctionRuns();
  return [
    ...resource(services, runs, { path: '/api/v2/scripts', key: 'scripts' }),
    {
      method: 'GET',
      path: '/api/v2/scripts/:id/params',
      needs: reads,
      handle: (request) => params(services, request),
    },
    ...resource(services, runs, { path: '/api/v2/functions', key: 'functions' }),
    {
      method: 'GET',
      path: '/api/v2/functions/:id/invoke',
      needs: reads,
      handle: (request, response) => invokeByQuery(services, runs, request, response),
    },
    {
      method: 'POST',
      path: '/api/v2/functions/trigger',
      needs: reads,
      handle: (request, response) => trigger(services, request, response),
    },
    {
      method: 'GET',
      path: '/api/v2/functions/:id/runs',
      needs: reads,
      handle: (request) => {
        const all = runs.of(found(services, request).id);
        return { status: 200, json: { runs: pageOf(request, all) } };
      },
    },
    {
      method: 'GET',
      path: '/api/v2/functions/:id/runs/:run',
      needs: reads,
      handle: (request) => {
        const run = runs.of(found(services, request).id).find(({ id }) => id === request.path['run']);
        if (!run) throw new ApiError('not found', 'run not found');
        return { status: 200, json: run };
      },
    },
  ];
}

// The permission has kept the older name.
const reads = ['read', 'functions'] as const;
const writes = ['write', 'functions'] as const;

interface Naming {
  readonly path: string;
  /** What the list stands under. */
  readonly key: 'scripts' | 'functions';
}

function resource(services: Services, runs: FunctionRuns, { path, key }: Naming): readonly Route[] {
  return [
    {
      method: 'GET',
      path,
      needs: reads,
      handle: (request) => ({ status: 200, json: { [key]: list(services, request) } }),
    },
    { method: 'POST', path, needs: writes, handle: (request) => create(services, request, key) },
    {
      method: 'GET',
      path: `${path}/:id`,
      needs: reads,
      handle: (request) => ({ status: 200, json: found(services, request) }),
    },
    { method: 'PATCH', path: `${path}/:id`, needs: writes, handle: (request) => update(services, request) },
    {
      method: 'DELETE',
      path: `${path}/:id`,
      needs: writes,
      handle: (request) => remove(services, runs, request),
    },
    {
      method: 'POST',
      path: `${path}/:id/invoke`,
      needs: reads,
      handle: (request, response) => invoke(services, runs, request, response),
    },
  ];
}

function list({ scripts }: Services, request: ApiRequest): readonly Script[] {
  return pageOf(request, scripts.list(request.query.get('name') ?? undefined));
}

function pageOf<T>(request: ApiRequest, all: readonly T[]): readonly T[] {
  // The influx CLI sends 0 when no limit is given.
  const limit = request.count('limit', usuallyListed, mostListed) || usuallyListed;
  const offset = request.count('offset', 0);
  return all.slice(offset, offset + limit);
}

function found({ scripts }: Services, request: ApiRequest): StoredScript {
  const id = request.path['id'] ?? '';
  const script = scripts.find(id);
  if (!script) throw new ApiError('not found', `script ${JSON.stringify(id)} not found`);
  return script;
}

async function create({ scripts }: Services, request: ApiRequest, key: Naming['key']): Promise<Answer> {
  const names = ['name', 'description', 'script', 'language'] as const;
  const fields = stringFields(await request.json(), names);
  // A function needed no description.
  if (key === 'functions') fields.description ??= '';
  const missing = names.find((name) => !fields[name] && !(name === 'description' && key === 'functions'));
  if (missing) throw new ApiError('invalid', `${missing} is required and must not be empty`);
  const made = await unique(() => scripts.create(fields as ScriptCreateRequest));
  return { status: 201, json: made };
}

async function update(services: Services, request: ApiRequest): Promise<Answer> {
  const { id } = found(services, request);
  const fields: { name?: string; description?: string; script?: string } = stringFields(
    await request.json(),
    ['name', 'description', 'script'],
  );
  if (services.ignoreRename) delete fields.name;
  if (fields.name === '' || fields.script === '') {
    throw new ApiError('invalid', `${fields.name === '' ? 'name' : 'script'} must not be empty`);
  }
  const change: ScriptUpdateRequest = fields;
  const changed = await unique(() => services.scripts.update(id, change));
  return { status: 200, json: changed };
}

async function unique<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof NameTaken) throw new ApiError('conflict', 'uniqueness violation');
    throw error;
  }
}

async function remove({ scripts }: Services, runs: FunctionRuns, request: ApiRequest): Promise<Answer> {
  const id = request.path['id'] ?? '';
  await scripts.delete(id);
  runs.forget(id);
  return { status: 204 };
}

async function params(services: Services, request: ApiRequest): Promise<Answer> {
  const script = runnable(found(services, request));
  const read = await withEngine(() => checkScript(services.engine, script.script));
  const types = [...read].sort(([a], [b]) => (a < b ? -1 : 1));
  return { status: 200, json: { params: Object.fromEntries(types) } };
}

async function invoke(
  services: Services,
  runs: FunctionRuns,
  request: ApiRequest,
  response: ServerResponse,
): Promise<Answer> {
  const script = runnable(found(services, request));
  const given = paramsOf(await request.json(parseExactJson));
  return runScript(services, runs, request, script, given, response);
}

/** The older way: every part of the query string is a parameter, as a string. */
function invokeByQuery(
  services: Services,
  runs: FunctionRuns,
  request: ApiRequest,
  response: ServerResponse,
): Promise<Answer> {
  const script = runnable(found(services, request));
  return runScript(services, runs, request, script, Object.fromEntries(request.query), response);
}

async function runScript(
  services: Services,
  runs: FunctionRuns,
  request: ApiRequest,
  { id, script }: StoredScript,
  given: ParamObject,
  response: ServerResponse,
): Promise<Answer> {
  const now = BigInt(Date.now()) * 1_000_000n;
  const execution = { text: script, params: given, now };
  await runs.record(id, () => execute(services, request, execution, response));
  return 'answered';
}

function runnable(script: StoredScript): StoredScript {
  if (script.language === 'flux') return script;
  throw new ApiError('invalid', `the sandbox runs scripts in flux only; this one is in ${script.language}`);
}
