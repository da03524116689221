import type { Bucket } from '../../client/src/influx/types.ts';
import type { ApiRequest } from '../http/request.ts';
import type { Answer, Route } from '../http/router.ts';
import { version } from '../http/server.ts';
import type { Services } from './services.ts';

const usuallyListed = 20;
const mostListed = 100;

/** The one organization, its buckets, and the signs of life. */
export function organizationRoutes(services: Services): readonly Route[] {
  return [
    { method: 'GET', path: '/api/v2/orgs', handle: () => organizations(services) },
    { method: 'GET', path: '/api/v2/buckets', handle: (request) => buckets(services, request) },
    { method: 'GET', path: '/health', open: true, handle: health },
    { method: 'GET', path: '/ping', open: true, handle: () => ({ status: 204 }) },
    { method: 'HEAD', path: '/ping', open: true, handle: () => ({ status: 204 }) },
  ];
}

/** As on the cloud: the token's own organization, whatever is asked for. */
function organizations({ org, orgID }: Services): Answer {
  return {
    status: 200,
    json: { links: { self: '/api/v2/orgs' }, orgs: [{ id: orgID, name: org, defaultStorageType: 'tsm' }] },
  };
}

function buckets({ buckets: store, orgID }: Services, request: ApiRequest): Answer {
  const limit = request.count('limit', usuallyListed, mostListed) || usuallyListed;
  const name = request.query.get('name');
  const after = request.query.get('after');
  const all = store.list().filter((bucket) => !name || bucket.name === name);
  const start = after ? all.findIndex(({ id }) => id === after) + 1 : request.count('offset', 0);
  const listed = all.slice(start, start + limit).map(
    ({ id, name: bucketName, retentionNs }): Bucket => ({
      id,
      orgID,
      name: bucketName,
      type: 'user',
      retentionRules:
        retentionNs === 0n ? [] : [{ type: 'expire', everySeconds: Number(retentionNs / 1_000_000_000n) }],
    }),
  );
  return { status: 200, json: { links: { self: '/api/v2/buckets' }, buckets: listed } };
}

function health(): Answer {
  return {
    status: 200,
    json: { name: 'influxdb', message: 'ready for queries and writes', status: 'pass', checks: [], version },
  };
}
