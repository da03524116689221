import type { FluxEngine } from '../../server/src/engine/engine.ts';
import type { ApiCall, ApiReply, Limits } from '../flux/context.ts';
import type { Access } from '../http/access.ts';
import type { QueryRunner } from '../query/runner.ts';
import type { AuthorizationStore } from '../store/authorizations.ts';
import type { BucketStore } from '../store/buckets.ts';
import type { Database } from '../store/database.ts';
import type { ScriptStore } from '../store/scripts.ts';
import type { SecretStore } from '../store/secrets.ts';
import type { TaskStore } from '../store/tasks.ts';
import type { RunStore } from '../tasks/runs.ts';

/** What the resources work with. */
export interface Services {
  readonly org: string;
  readonly orgID: string;
  /** RFC 3339; when the sandbox was started. */
  readonly created: string;
  /** Whom the tokens belong to. */
  readonly user: { readonly id: string; readonly name: string };
  readonly scripts: ScriptStore;
  readonly buckets: BucketStore;
  /** The points that were written. */
  readonly database: Database;
  readonly tasks: TaskStore;
  readonly runs: RunStore;
  readonly authorizations: AuthorizationStore;
  readonly secrets: SecretStore;
  /** Lets a script call this API, with the access that runs it: `influxdb.api`. */
  readonly call: (request: ApiCall, access: Access, signal: AbortSignal | undefined) => Promise<ApiReply>;
  readonly engine: FluxEngine;
  readonly runner: QueryRunner;
  readonly limits: Limits;
  /** Answers a PATCH with `name` as servers do that have dropped it: 200, and the old name. */
  readonly ignoreRename: boolean;
}
