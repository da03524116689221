import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { Worker } from 'node:worker_threads';
import { createEngine } from '../server/src/engine/supervisor.ts';
import { organizationRoutes } from './api/organization.ts';
import { queryRoutes } from './api/query.ts';
import { scriptRoutes } from './api/scripts.ts';
import type { Services } from './api/services.ts';
import { taskRoutes } from './api/tasks.ts';
import { defaultLimits, type Limits } from './flux/context.ts';
import { createApiServer } from './http/server.ts';
import { QueryRunner } from './query/runner.ts';
import type { ExampleScript } from './scripts/examples.ts';
import { BucketStore, stableID } from './store/buckets.ts';
import { ScriptStore } from './store/scripts.ts';
import { TaskStore } from './store/tasks.ts';

export interface SandboxOptions {
  /** The compiler's worker: `engineWorker.js` of the build. */
  readonly engineWorker: string;
  /** The queries' worker: `sandbox.js` of the build, or `query/thread.ts` when the sources run. */
  readonly queryWorker: string;
  /** 0 takes any free one. */
  readonly port?: number;
  /** A random one without it. */
  readonly token?: string;
  readonly org?: string;
  /** The folder that keeps scripts and buckets; without it they live in memory. */
  readonly data?: string;
  /** Stored in a new sandbox. */
  readonly examples?: readonly ExampleScript[];
  /** False starts without buckets and without examples. */
  readonly sampleData?: boolean;
  /** Answers a rename with 200 and the old name, as servers without it do. */
  readonly ignoreRename?: boolean;
  readonly limits?: Partial<Limits>;
}

/** A running sandbox. */
export interface Sandbox {
  readonly url: string;
  readonly token: string;
  readonly org: string;
  readonly orgID: string;
  /** Ends what runs and frees the port. */
  close(): Promise<void>;
}

/**
 * Starts an InfluxDB stand-in on the loopback address.
 *
 * @throws Error when the port is taken or the data folder cannot be read.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const token = options.token ?? randomBytes(32).toString('base64url');
  const org = options.org ?? 'sandbox';
  const orgID = stableID(`organization ${org}`);
  const sampleData = options.sampleData ?? true;
  const scripts = await ScriptStore.open(orgID, options.data);
  const buckets = await BucketStore.open(orgID, sampleData, options.data);
  const tasks = await TaskStore.open(orgID, options.data);
  if (scripts.isNew && sampleData) {
    for (const example of options.examples ?? []) await scripts.create({ ...example, language: 'flux' });
  }

  const engine = createEngine({ workerPath: options.engineWorker });
  const runner = new QueryRunner((limits) => new Worker(options.queryWorker, limits));
  const services: Services = {
    org,
    orgID,
    scripts,
    buckets,
    tasks,
    engine,
    runner,
    limits: { ...defaultLimits, ...options.limits },
    ignoreRename: options.ignoreRename ?? false,
  };
  const routes = [
    ...scriptRoutes(services),
    ...taskRoutes(services),
    ...queryRoutes(services),
    ...organizationRoutes(services),
  ];
  const server = createApiServer(routes, token);
  const close = async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await Promise.all([closed, runner.close(), engine.dispose()]);
  };
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(options.port ?? 0, '127.0.0.1', resolve);
    });
  } catch (error) {
    await close();
    throw error;
  }
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, token, org, orgID, close };
}
