import type { FluxEngine } from '../../server/src/engine/engine.ts';
import type { Limits } from '../flux/context.ts';
import type { QueryRunner } from '../query/runner.ts';
import type { BucketStore } from '../store/buckets.ts';
import type { ScriptStore } from '../store/scripts.ts';
import type { TaskStore } from '../store/tasks.ts';

/** What the resources work with. */
export interface Services {
  readonly org: string;
  readonly orgID: string;
  readonly scripts: ScriptStore;
  readonly buckets: BucketStore;
  readonly tasks: TaskStore;
  readonly engine: FluxEngine;
  readonly runner: QueryRunner;
  readonly limits: Limits;
  /** Answers a PATCH with `name` as servers do that have dropped it: 200, and the old name. */
  readonly ignoreRename: boolean;
}
