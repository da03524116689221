/** What a token may do with the resources of a type, or with one of them. */
export interface Permission {
  readonly action: 'read' | 'write';
  readonly resource: {
    /** `buckets`, `tasks`, `authorizations`, `secrets`, …; scripts are called `functions`. */
    readonly type: string;
    readonly id?: string;
    readonly orgID?: string;
    readonly [more: string]: unknown;
  };
}
export type Action = Permission['action'];

/** What the token of a request may do. */
export interface Access {
  /** The token itself, for what the request does in turn. */
  readonly token: string;
  /** The authorization that the token is of; the sandbox's own token has none. */
  readonly authorizationID?: string;
  /** Without an id: with all of the type. */
  allows(action: Action, type: string, id?: string): boolean;
}

/** The token that the sandbox was started with. */
export function fullAccess(token: string): Access {
  return { token, allows: () => true };
}

/** A token with a list of permissions. One without an id is for all of its type. */
export function limitedAccess(
  token: string,
  authorizationID: string,
  permissions: readonly Permission[],
): Access {
  return {
    token,
    authorizationID,
    allows: (action, type, id) =>
      permissions.some(
        ({ action: allowed, resource }) =>
          allowed === action && resource.type === type && (resource.id === undefined || resource.id === id),
      ),
  };
}

/** `Token x` or `Bearer x`; the words are case-sensitive. */
export function tokenOf(header: string | undefined): string | undefined {
  return /^(?:Token|Bearer) (.+)$/.exec(header ?? '')?.[1];
}
