import { ApiError } from '../http/errors.ts';
import type { ApiRequest } from '../http/request.ts';
import type { Answer, Route } from '../http/router.ts';
import { version } from '../http/server.ts';
import { pageOf } from './page.ts';
import type { Services } from './services.ts';

/** The one organization, and the signs of life. */
export function organizationRoutes(services: Services): readonly Route[] {
  return [
    { method: 'GET', path: '/api/v2/orgs', handle: (request) => organizations(services, request) },
    {
      method: 'GET',
      path: '/api/v2/orgs/:org',
      handle: ({ path }) => ({ status: 200, json: requireOrganization(services, path['org']) }),
    },
    { method: 'GET', path: '/api/v2/orgs/:org/limits', handle: ({ path }) => limits(services, path['org']) },
    { method: 'GET', path: '/health', open: true, handle: health },
    { method: 'GET', path: '/ping', open: true, handle: () => ({ status: 204 }) },
  ];
}

/** As on the cloud: the token's own organization, and no other. */
function organizations(services: Services, request: ApiRequest): Answer {
  const { org, orgID } = services;
  const name = request.query.get('org');
  if (name && name !== org)
    throw new ApiError('not found', `organization name ${JSON.stringify(name)} not found`);
  const organization = requireOrganization(services, request.query.get('orgID') || orgID);
  const { items, links } = pageOf(request, [organization], { usual: 20, most: 100 });
  return { status: 200, json: { links, orgs: items } };
}

/** The organization as the API shows it. @throws ApiError 404 for another ID. */
export function requireOrganization({ org, orgID, created }: Services, id: string | undefined) {
  if (id !== orgID) throw new ApiError('not found', 'organization not found');
  const path = `/api/v2/orgs/${orgID}`;
  return {
    links: {
      self: path,
      buckets: `/api/v2/buckets?org=${org}`,
      tasks: `/api/v2/tasks?org=${org}`,
      secrets: `${path}/secrets`,
    },
    id: orgID,
    name: org,
    description: '',
    defaultStorageType: 'tsm',
    createdAt: created,
    updatedAt: created,
  };
}

/** Nothing is limited by a plan: 0 says so. */
function limits(services: Services, id: string | undefined): Answer {
  const { links } = requireOrganization(services, id);
  return {
    status: 200,
    json: {
      limits: {
        orgID: services.orgID,
        rate: {
          readKBs: 0,
          concurrentReadRequests: 0,
          writeKBs: 0,
          concurrentWriteRequests: 0,
          cardinality: 0,
        },
        bucket: { maxBuckets: 0, maxRetentionDuration: 0 },
        task: { maxTasks: 0 },
        dashboard: { maxDashboards: 0 },
        check: { maxChecks: 0 },
        notificationRule: { maxNotifications: 0, blockedNotificationRules: '' },
        notificationEndpoint: { blockedNotificationEndpoints: '' },
      },
      links: { self: `${links.self}/limits` },
    },
  };
}

function health(): Answer {
  return {
    status: 200,
    json: { name: 'influxdb', message: 'ready for queries and writes', status: 'pass', checks: [], version },
  };
}
