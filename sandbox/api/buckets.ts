import { ApiError } from '../http/errors.ts';
import { type ApiRequest, objectOf, stringFields } from '../http/request.ts';
import type { Answer, Route } from '../http/router.ts';
import type { BucketFields, BucketRecord } from '../store/buckets.ts';
import { NameTaken } from '../store/scripts.ts';
import { requireOrganization } from './organization.ts';
import { pageOf } from './page.ts';
import type { Services } from './services.ts';

/** The buckets resource (https://docs.influxdata.com/influxdb/cloud/api/#tag/Buckets). */
export function bucketRoutes(services: Services): readonly Route[] {
  const path = '/api/v2/buckets';
  const one = `${path}/:id`;
  const writes = ['write', 'buckets'] as const;
  return [
    { method: 'GET', path, handle: (request) => list(services, request) },
    { method: 'POST', path, needs: writes, handle: (request) => create(services, request) },
    {
      method: 'GET',
      path: one,
      needs: ['read', 'buckets'],
      handle: (request) => ({ status: 200, json: shown(services, found(services, request)) }),
    },
    { method: 'PATCH', path: one, needs: writes, handle: (request) => update(services, request) },
    { method: 'DELETE', path: one, needs: writes, handle: (request) => remove(services, request) },
  ];
}

/** Those that the token may read. */
function list(services: Services, request: ApiRequest): Answer {
  const { query, access } = request;
  const [name, id] = [query.get('name'), query.get('id')];
  const all = services.buckets
    .records()
    .filter((bucket) => access.allows('read', 'buckets', bucket.id))
    .filter((bucket) => (!name || bucket.name === name) && (!id || bucket.id === id));
  const { items, links } = pageOf(request, all, { usual: 20, most: 100 });
  return { status: 200, json: { links, buckets: items.map((bucket) => shown(services, bucket)) } };
}

function found({ buckets }: Services, request: ApiRequest): BucketRecord {
  const bucket = buckets.record(request.path['id'] ?? '');
  if (!bucket) throw new ApiError('not found', 'bucket not found');
  return bucket;
}

async function create(services: Services, request: ApiRequest): Promise<Answer> {
  const body = objectOf(await request.json());
  const { orgID, name, description } = stringFields(body, ['orgID', 'name', 'description']);
  if (!orgID) throw new ApiError('invalid', 'organization id must be provided');
  requireOrganization(services, orgID);
  const fields = {
    name: checkedName(name),
    retentionSeconds: retentionOf(body['retentionRules']) ?? 0,
    ...(description !== undefined && { description }),
  };
  const made = await unique(fields.name, () => services.buckets.create(fields));
  return { status: 201, json: shown(services, made) };
}

async function update(services: Services, request: ApiRequest): Promise<Answer> {
  const bucket = found(services, request);
  const body = objectOf(await request.json());
  const { name, description } = stringFields(body, ['name', 'description']);
  if (bucket.system && name !== undefined && name !== bucket.name)
    throw new ApiError('invalid', 'system buckets cannot be renamed');
  const retentionSeconds = retentionOf(body['retentionRules']);
  const fields: Partial<BucketFields> = {
    ...(name !== undefined && name !== bucket.name && { name: checkedName(name) }),
    ...(description !== undefined && { description }),
    ...(retentionSeconds !== undefined && { retentionSeconds }),
  };
  const changed = await unique(name ?? '', () => services.buckets.update(bucket, fields));
  return { status: 200, json: shown(services, changed) };
}

async function remove(services: Services, request: ApiRequest): Promise<Answer> {
  const { id, system } = found(services, request);
  if (system) throw new ApiError('invalid', 'system buckets cannot be deleted');
  await services.buckets.delete(id);
  services.database.drop(id);
  return { status: 204 };
}

function checkedName(name: string | undefined): string {
  if (!name) throw new ApiError('invalid', 'bucket name is required');
  const refuse = (reason: string) => new ApiError('invalid', `bucket name ${name} is invalid. ${reason}`);
  if (name.startsWith('_')) throw refuse('Buckets may not start with underscore');
  if (name.includes('"')) throw refuse('Bucket names may not include quotation marks');
  return name;
}

/** Seconds; undefined when nothing is said. No rules keep forever. */
function retentionOf(rules: unknown): number | undefined {
  if (rules === undefined || rules === null) return undefined;
  if (!Array.isArray(rules)) throw new ApiError('invalid', 'retentionRules must be an array');
  if (rules.length > 1) throw unprocessable('there is at most one retention rule');
  if (rules.length === 0) return 0;
  const { type = 'expire', everySeconds } = objectOf(rules[0]);
  if (type !== 'expire') throw unprocessable(`unknown retention rule type: ${String(type)}`);
  if (typeof everySeconds !== 'number' || !Number.isSafeInteger(everySeconds) || everySeconds < 0)
    throw unprocessable('expiration seconds must be a whole number, 0 or greater');
  if (everySeconds > 0 && everySeconds < 3_600)
    throw unprocessable('expiration seconds must be greater than or equal to one hour');
  return everySeconds;
}

function unprocessable(message: string): ApiError {
  return new ApiError('unprocessable entity', message, { status: 422 });
}

async function unique<T>(name: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof NameTaken) throw new ApiError('conflict', `bucket with name ${name} already exists`);
    throw error;
  }
}

/** The bucket as the API shows it. */
function shown({ orgID }: Services, bucket: BucketRecord) {
  const { id, name, retentionSeconds, description, system, createdAt, updatedAt } = bucket;
  const self = `/api/v2/buckets/${id}`;
  return {
    links: {
      self,
      org: `/api/v2/orgs/${orgID}`,
      labels: `${self}/labels`,
      members: `${self}/members`,
      owners: `${self}/owners`,
      write: `/api/v2/write?org=${orgID}&bucket=${id}`,
    },
    id,
    orgID,
    type: system ? 'system' : 'user',
    name,
    ...(description !== undefined && { description }),
    retentionRules: retentionSeconds === 0 ? [] : [{ type: 'expire', everySeconds: retentionSeconds }],
    ...(createdAt !== undefined && { createdAt }),
    ...(updatedAt !== undefined && { updatedAt }),
    labels: [],
  };
}
