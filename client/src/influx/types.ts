/**
 * The InfluxDB API's own shapes, as its contract gives them
 * (https://docs.influxdata.com/influxdb/cloud/api/invokable-scripts/). The sandbox answers with the same types;
 * this file holds types only.
 */

/** What JSON can carry; what travels as a parameter's value. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** The type names that `GET /api/v2/scripts/{id}/params` answers. */
export type ParamType = 'any' | 'bool' | 'duration' | 'float' | 'int' | 'string' | 'time' | 'uint';

/** A stored script. Only `name`, `orgID` and `script` are sure to be there. */
export interface Script {
  readonly id?: string;
  readonly orgID: string;
  readonly name: string;
  readonly description?: string;
  readonly script: string;
  /** `flux`, `sql`, `influxql`, older servers also `python`. */
  readonly language?: string;
  /** The invocation endpoint's address; rarely filled. */
  readonly url?: string;
  /** RFC 3339, microseconds. */
  readonly createdAt?: string;
  /** RFC 3339, microseconds: the only sign that somebody else has changed the script. */
  readonly updatedAt?: string;
}

/** Body of `POST /api/v2/scripts`; all four are required and must not be empty. */
export interface ScriptCreateRequest {
  readonly name: string;
  readonly description: string;
  readonly script: string;
  readonly language: string;
}

/** Body of `PATCH /api/v2/scripts/{id}`. `name` left the contract in 2022: compare it with the answer. */
export interface ScriptUpdateRequest {
  readonly name?: string;
  readonly description?: string;
  readonly script?: string;
}

export interface ScriptsResponse {
  readonly scripts: readonly Script[];
}

export interface ScriptParamsResponse {
  readonly params: Readonly<Record<string, ParamType>>;
}

export interface ScriptInvocationRequest {
  readonly params: JsonObject;
}

/** Body of `POST /api/v2/query`, as far as Flux uses it. */
export interface QueryRequest {
  readonly query: string;
  readonly type?: 'flux';
  /** The cloud only; excludes `extern`. */
  readonly params?: JsonObject;
  /** Flux's syntax tree of a file that is compiled together with the query. */
  readonly extern?: object;
  readonly dialect?: {
    readonly header?: boolean;
    readonly delimiter?: string;
    readonly annotations?: readonly ('datatype' | 'group' | 'default')[];
  };
  /** RFC 3339; what `now()` answers in the query. */
  readonly now?: string;
}

export interface Organization {
  readonly id: string;
  readonly name: string;
  /** Tells Cloud Serverless (`iox`) from Cloud TSM. */
  readonly defaultStorageType?: 'tsm' | 'iox';
}

export interface OrganizationsResponse {
  readonly orgs: readonly Organization[];
}

export interface Bucket {
  readonly id: string;
  readonly orgID: string;
  readonly name: string;
  readonly type: 'user' | 'system';
  readonly retentionRules: readonly { readonly type: 'expire'; readonly everySeconds: number }[];
}

export interface BucketsResponse {
  readonly buckets: readonly Bucket[];
}

/** A task: Flux of its own, or a script with parameters, run by a schedule. */
export interface Task {
  readonly id: string;
  readonly orgID: string;
  readonly name: string;
  readonly description?: string;
  readonly status?: 'active' | 'inactive';
  /** A duration as Flux writes it; either this or `cron`. */
  readonly every?: string;
  readonly cron?: string;
  readonly offset?: string;
  /** Either this or `scriptID`. */
  readonly flux?: string;
  readonly scriptID?: string;
  readonly scriptParameters?: JsonObject;
  /** RFC 3339. */
  readonly createdAt?: string;
  readonly updatedAt?: string;
}

export interface TasksResponse {
  readonly tasks: readonly Task[];
}

/** The error body. Some validation errors carry a gRPC number in `code`, and `details`. */
export interface ApiErrorBody {
  readonly code: string | number;
  readonly message?: string;
  readonly op?: string;
  readonly err?: string;
  readonly details?: readonly unknown[];
}
