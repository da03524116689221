import type { Permission } from '../http/access.ts';
import { ApiError } from '../http/errors.ts';
import { type ApiRequest, objectOf, stringFields } from '../http/request.ts';
import type { Answer, Route } from '../http/router.ts';
import type { AuthorizationStatus, StoredAuthorization } from '../store/authorizations.ts';
import { pageOf } from './page.ts';
import type { Services } from './services.ts';

const pages = { usual: 100, most: 500 };

/** `/api/v2/authorizations`: tokens that may do less than the sandbox's own, which is in no list. */
export function authorizationRoutes(services: Services): readonly Route[] {
  const path = '/api/v2/authorizations';
  const byId = `${path}/:id`;
  const reads = ['read', 'authorizations'] as const;
  const writes = ['write', 'authorizations'] as const;
  return [
    { method: 'GET', path, needs: reads, handle: (request) => list(services, request) },
    { method: 'POST', path, needs: writes, handle: (request) => create(services, request) },
    {
      method: 'GET',
      path: byId,
      needs: reads,
      handle: (request) => ({ status: 200, json: shown(services, found(services, request)) }),
    },
    { method: 'PATCH', path: byId, needs: writes, handle: (request) => update(services, request) },
    {
      method: 'DELETE',
      path: byId,
      needs: writes,
      handle: async (request) => {
        await services.authorizations.delete(found(services, request).id);
        return { status: 204 };
      },
    },
  ];
}

function list(services: Services, request: ApiRequest): Answer {
  const { query } = request;
  const own = {
    org: services.org,
    orgID: services.orgID,
    user: services.user.name,
    userID: services.user.id,
  };
  const ours = Object.entries(own).every(([key, value]) => !query.get(key) || query.get(key) === value);
  const { items, links } = pageOf(request, ours ? services.authorizations.list() : [], pages);
  return { status: 200, json: { links, authorizations: items.map((item) => shown(services, item)) } };
}

function found({ authorizations }: Services, request: ApiRequest): StoredAuthorization {
  const authorization = authorizations.find(request.path['id'] ?? '');
  if (!authorization) throw new ApiError('not found', 'authorization not found');
  return authorization;
}

async function create(services: Services, request: ApiRequest): Promise<Answer> {
  const body = objectOf(await request.json());
  const fields = stringFields(body, ['orgID', 'description', 'status', 'expiresAt', 'userID']);
  if (!fields.orgID) throw new ApiError('invalid', 'orgID required for authorization');
  if (fields.orgID !== services.orgID) throw new ApiError('not found', 'organization not found');
  if (fields.expiresAt !== undefined && Number.isNaN(Date.parse(fields.expiresAt))) {
    throw new ApiError('invalid', 'expiresAt must be a time in RFC 3339, such as 2030-01-01T00:00:00Z');
  }
  const permissions = permissionsOf(body['permissions'], request);
  const { made, token } = await services.authorizations.create({
    status: statusOf(fields.status),
    description: fields.description ?? '',
    permissions,
    ...(fields.expiresAt !== undefined && { expiresAt: fields.expiresAt }),
  });
  return { status: 201, json: { ...shown(services, made), token } };
}

async function update(services: Services, request: ApiRequest): Promise<Answer> {
  const authorization = found(services, request);
  const { status, description } = stringFields(await request.json(), ['status', 'description']);
  const changed = await services.authorizations.update(authorization, {
    ...(status !== undefined && { status: statusOf(status) }),
    ...(description !== undefined && { description }),
  });
  return { status: 200, json: shown(services, changed) };
}

function statusOf(text = 'active'): AuthorizationStatus {
  if (text === 'active' || text === 'inactive') return text;
  throw new ApiError('invalid', `status must be active or inactive, not ${JSON.stringify(text)}`);
}

/** A token makes none that may more than itself. */
function permissionsOf(value: unknown, request: ApiRequest): readonly Permission[] {
  if (!Array.isArray(value) || value.length === 0) {
    throw new ApiError('invalid', 'authorization must include permissions');
  }
  return value.map((item) => {
    const { action, resource } = objectOf(item);
    if (action !== 'read' && action !== 'write') {
      throw new ApiError('invalid', `unknown action of a permission: ${JSON.stringify(action)}`);
    }
    const { type, id, ...more } = objectOf(resource);
    if (typeof type !== 'string' || (id !== undefined && id !== null && typeof id !== 'string')) {
      throw new ApiError('invalid', 'a permission needs a resource with a type');
    }
    request.require(action, type, id ?? undefined);
    return { action, resource: { ...more, type, ...(id && { id }) } };
  });
}

/** Without the token: as on the cloud, only who makes it sees it. */
function shown(services: Services, authorization: StoredAuthorization) {
  const { hash: _, ...rest } = authorization;
  const { org, orgID, user } = services;
  return {
    ...rest,
    token: 'redacted',
    orgID,
    org,
    userID: user.id,
    user: user.name,
    links: { self: `/api/v2/authorizations/${rest.id}`, user: `/api/v2/users/${user.id}` },
  };
}
