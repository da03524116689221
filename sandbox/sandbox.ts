import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { Worker } from 'node:worker_threads';
import { createEngine } from '../server/src/engine/supervisor.ts';
import { analyzeRoutes } from './api/analyze.ts';
import { authorizationRoutes } from './api/authorizations.ts';
import { bucketRoutes } from './api/buckets.ts';
import { faultRoutes } from './api/faults.ts';
import { organizationRoutes } from './api/organization.ts';
import { performTasks } from './api/performTask.ts';
import { queryRoutes } from './api/query.ts';
import { recordRun } from './api/recordRun.ts';
import { scriptRoutes } from './api/scripts.ts';
import { secretRoutes } from './api/secrets.ts';
import { callSelf } from './api/selfCall.ts';
import type { Services } from './api/services.ts';
import { taskRoutes } from './api/tasks.ts';
import { writeRoutes } from './api/write.ts';
import { defaultLimits, type Limits } from './flux/context.ts';
import { tokenOf } from './http/access.ts';
import { Faults } from './http/faults.ts';
import type { Route } from './http/router.ts';
import { createApiServer } from './http/server.ts';
import { QueryRunner } from './query/runner.ts';
import type { ExampleScript } from './scripts/examples.ts';
import { AuthorizationStore } from './store/authorizations.ts';
import { BucketStore, stableID } from './store/buckets.ts';
import { Database } from './store/database.ts';
import { FolderLock } from './store/lock.ts';
import { ScriptStore } from './store/scripts.ts';
import { SecretStore } from './store/secrets.ts';
import { TaskStore } from './store/tasks.ts';
import { RunStore } from './tasks/runs.ts';
import { Scheduler } from './tasks/scheduler.ts';
import { TaskRunner } from './tasks/taskRunner.ts';

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
  /** The folder that keeps scripts, buckets and points; without it they live in memory. */
  readonly data?: string;
  /** Stored in a new sandbox. */
  readonly examples?: readonly ExampleScript[];
  /** False starts without buckets and without examples. */
  readonly sampleData?: boolean;
  /** Answers a rename with 200 and the old name, as servers without it do. */
  readonly ignoreRename?: boolean;
  readonly limits?: Partial<Limits>;
  /** What `secrets.get` reads from the start. */
  readonly secrets?: Readonly<Record<string, string>>;
}

/** A running sandbox. */
export interface Sandbox {
  readonly url: string;
  readonly token: string;
  readonly org: string;
  readonly orgID: string;
  /** Everything that it answers. */
  readonly routes: readonly Route[];
  /** Ends what runs and frees the port. */
  close(): Promise<void>;
}

/**
 * Starts an InfluxDB stand-in on the loopback address.
 *
 * @throws Error when the port is taken, or the data folder cannot be read or is another sandbox's.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const lock = options.data === undefined ? undefined : await FolderLock.take(options.data);
  try {
    return await start(options, async () => lock?.release());
  } catch (error) {
    await lock?.release();
    throw error;
  }
}

async function start(options: SandboxOptions, release: () => Promise<void>): Promise<Sandbox> {
  const token = options.token ?? randomBytes(32).toString('base64url');
  const org = options.org ?? 'sandbox';
  const orgID = stableID(`organization ${org}`);
  const sampleData = options.sampleData ?? true;
  const scripts = await ScriptStore.open(orgID, options.data);
  const buckets = await BucketStore.open(orgID, sampleData, options.data);
  const database = await Database.open(
    (id) => buckets.list().find((bucket) => bucket.id === id)?.retentionNs,
    (sentence) => process.stderr.write(`${sentence}\n`),
    options.data,
  );
  const tasks = await TaskStore.open(orgID, options.data);
  const runs = await RunStore.open(options.data);
  const authorizations = await AuthorizationStore.open(token, options.data);
  const secrets = await SecretStore.open(options.secrets ?? {}, options.data);
  if (scripts.isNew && sampleData) {
    for (const example of options.examples ?? []) await scripts.create({ ...example, language: 'flux' });
  }

  const engine = createEngine({ workerPath: options.engineWorker });
  const runner = new QueryRunner(
    (limits) => new Worker(options.queryWorker, limits),
    2,
    () => database.feed(),
  );
  let url = '';
  const services: Services = {
    org,
    orgID,
    created: new Date().toISOString(),
    user: { id: stableID('user sandbox'), name: 'sandbox' },
    scripts,
    buckets,
    database,
    tasks,
    runs,
    authorizations,
    secrets,
    call: (request, access, signal) => callSelf(url, request, access, signal),
    engine,
    runner,
    limits: { ...defaultLimits, ...options.limits },
    ignoreRename: options.ignoreRename ?? false,
  };
  const taskRunner = new TaskRunner(runs, performTasks(services), (run) => recordRun(services, run));
  const scheduler = new Scheduler(() => tasks.list(), taskRunner);
  const faults = new Faults();
  const routes = [
    ...scriptRoutes(services),
    ...taskRoutes(services, taskRunner, scheduler),
    ...queryRoutes(services),
    ...analyzeRoutes(services),
    ...authorizationRoutes(services),
    ...secretRoutes(services),
    ...faultRoutes(faults),
    ...organizationRoutes(services),
    ...bucketRoutes(services),
    ...writeRoutes(services),
  ];
  const server = createApiServer({
    routes,
    authenticate: (header) => authorizations.access(tokenOf(header)),
    faults,
  });
  const close = async () => {
    scheduler.close();
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await taskRunner.close();
    await Promise.all([closed, runner.close(), engine.dispose()]);
    await database.close();
    await release();
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
  url = `http://127.0.0.1:${port}`;
  scheduler.refresh();
  return { url, token, org, orgID, routes, close };
}
