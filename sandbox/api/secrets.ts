import { ApiError } from '../http/errors.ts';
import { type ApiRequest, objectOf } from '../http/request.ts';
import type { Answer, Route } from '../http/router.ts';
import { requireOrganization } from './organization.ts';
import type { Services } from './services.ts';

/** The organization's secrets: keys are listed, values are never told. */
export function secretRoutes(services: Services): readonly Route[] {
  const path = '/api/v2/orgs/:org/secrets';
  const { secrets } = services;
  const reads = ['read', 'secrets'] as const;
  const writes = ['write', 'secrets'] as const;
  return [
    {
      method: 'GET',
      path,
      needs: reads,
      handle: (request) => {
        const { id } = requireOrganization(services, request.path['org']);
        const links = { self: `/api/v2/orgs/${id}/secrets`, org: `/api/v2/orgs/${id}` };
        return { status: 200, json: { links, secrets: secrets.keys() } };
      },
    },
    { method: 'PATCH', path, needs: writes, handle: (request) => change(services, request) },
    {
      method: 'POST',
      path: `${path}/delete`,
      needs: writes,
      handle: (request) => removeAll(services, request),
    },
    {
      method: 'DELETE',
      path: `${path}/:key`,
      needs: writes,
      handle: async (request) => {
        requireOrganization(services, request.path['org']);
        await secrets.delete([request.path['key'] ?? '']);
        return { status: 204 };
      },
    },
  ];
}

async function change(services: Services, request: ApiRequest): Promise<Answer> {
  requireOrganization(services, request.path['org']);
  const given = Object.entries(objectOf(await request.json())).map(([key, value]): [string, string] => {
    if (key !== '' && typeof value === 'string') return [key, value];
    throw new ApiError('invalid', 'secrets must be a JSON object of strings');
  });
  await services.secrets.set(Object.fromEntries(given));
  return { status: 204 };
}

async function removeAll(services: Services, request: ApiRequest): Promise<Answer> {
  requireOrganization(services, request.path['org']);
  const { secrets } = objectOf(await request.json());
  if (!Array.isArray(secrets) || secrets.some((key) => typeof key !== 'string')) {
    throw new ApiError('invalid', 'secrets must be an array of keys');
  }
  await services.secrets.delete(secrets as string[]);
  return { status: 204 };
}
