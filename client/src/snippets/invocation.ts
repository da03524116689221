import type { JsonObject } from '../influx/types.ts';

/** What a snippet invokes. The token is never part of it: every snippet reads it from `INFLUX_TOKEN`. */
export interface Invocation {
  /** The server's address, without a trailing slash. */
  readonly url: string;
  readonly id: string;
  /** Where the server has its scripts. */
  readonly path: string;
  /** For the comment that says what is run. */
  readonly name: string;
  readonly params: JsonObject;
}

/** Where a script is invoked (https://docs.influxdata.com/influxdb/cloud/api/invokable-scripts/). */
export function invokeUrl({ url, path, id }: Pick<Invocation, 'url' | 'path' | 'id'>): string {
  return `${url}${path}/${id}/invoke`;
}

/** A script's name for a comment of one line, in any language: nothing in it ends the comment or hides. */
export function nameInComment({ name }: Pick<Invocation, 'name'>): string {
  return name
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim();
}
