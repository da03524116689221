import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { join } from 'node:path';
import { type Access, fullAccess, limitedAccess, type Permission } from '../http/access.ts';
import { Clock } from './clock.ts';
import { JsonFile } from './jsonFile.ts';
import { newID } from './scripts.ts';

/** A token's record. The token itself is not kept, only what it hashes to. */
export interface StoredAuthorization {
  readonly id: string;
  readonly hash: string;
  readonly status: AuthorizationStatus;
  readonly description: string;
  readonly permissions: readonly Permission[];
  /** RFC 3339; from then on the token is refused. */
  readonly expiresAt?: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}
export type AuthorizationStatus = 'active' | 'inactive';
export type AuthorizationFields = Pick<
  StoredAuthorization,
  'status' | 'description' | 'permissions' | 'expiresAt'
>;

/** The tokens in the order in which they were made; durable when there is a folder. */
export class AuthorizationStore {
  readonly #all: Map<string, StoredAuthorization>;
  readonly #file: JsonFile<readonly StoredAuthorization[]> | undefined;
  readonly #clock: Clock;
  readonly #mainToken: string;
  /** The authorizations that are acted for at the moment, by the hash of the token that is lent. */
  readonly #lent = new Map<string, string>();

  private constructor(
    mainToken: string,
    file: JsonFile<readonly StoredAuthorization[]> | undefined,
    known: readonly StoredAuthorization[],
  ) {
    this.#mainToken = mainToken;
    this.#file = file;
    this.#all = new Map(known.map((authorization) => [authorization.id, authorization]));
    this.#clock = new Clock(known.map(({ updatedAt }) => updatedAt));
  }

  /** `mainToken` may do everything and is in no list. */
  static async open(mainToken: string, folder?: string): Promise<AuthorizationStore> {
    if (folder === undefined) return new AuthorizationStore(mainToken, undefined, []);
    const file = new JsonFile<readonly StoredAuthorization[]>(join(folder, 'authorizations.json'));
    return new AuthorizationStore(mainToken, file, (await file.read()) ?? []);
  }

  /** What a token may do; undefined for one that does not count, or no longer. */
  access(token: string | undefined): Access | undefined {
    if (token === undefined) return undefined;
    // The digests have one length, and comparing them takes a time that tells nothing.
    if (timingSafeEqual(digest(token), digest(this.#mainToken))) return fullAccess(token);
    const hash = digest(token).toString('hex');
    const lent = this.#lent.get(hash);
    const found =
      lent === undefined
        ? this.list().find((authorization) => authorization.hash === hash)
        : this.#all.get(lent);
    if (!found || whyRefused(found) !== undefined) return undefined;
    return limitedAccess(token, found.id, found.permissions);
  }

  /**
   * Acts with the rights of an authorization, whose own token is not known any more: with a token that counts until
   * then, as long as the authorization does. Without an ID it is the sandbox's own token.
   *
   * @throws Error that says why the authorization does not count
   */
  async actAs<T>(id: string | undefined, act: (access: Access) => Promise<T>): Promise<T> {
    if (id === undefined) return act(fullAccess(this.#mainToken));
    const authorization = this.#all.get(id);
    const why = authorization ? whyRefused(authorization) : 'is deleted';
    if (!authorization || why !== undefined)
      throw new Error(`unauthorized access: authorization ${id} ${why}`);
    const token = randomBytes(32).toString('base64url');
    const hash = digest(token).toString('hex');
    this.#lent.set(hash, id);
    try {
      return await act(limitedAccess(token, id, authorization.permissions));
    } finally {
      this.#lent.delete(hash);
    }
  }

  list(): readonly StoredAuthorization[] {
    return [...this.#all.values()];
  }
  find(id: string): StoredAuthorization | undefined {
    return this.#all.get(id);
  }

  /** The token is given this once. */
  async create(
    fields: AuthorizationFields,
  ): Promise<{ readonly made: StoredAuthorization; readonly token: string }> {
    const token = `${randomBytes(64).toString('base64url')}==`;
    const now = this.#clock.next();
    const made = {
      id: newID(),
      hash: digest(token).toString('hex'),
      ...fields,
      createdAt: now,
      updatedAt: now,
    };
    this.#all.set(made.id, made);
    await this.#save();
    return { made, token };
  }

  async update(
    authorization: StoredAuthorization,
    fields: Partial<Pick<AuthorizationFields, 'status' | 'description'>>,
  ): Promise<StoredAuthorization> {
    const changed = { ...authorization, ...fields, updatedAt: this.#clock.next() };
    this.#all.set(changed.id, changed);
    await this.#save();
    return changed;
  }

  async delete(id: string): Promise<void> {
    if (this.#all.delete(id)) await this.#save();
  }

  async #save(): Promise<void> {
    await this.#file?.write(() => this.list());
  }
}

function whyRefused({ status, expiresAt }: StoredAuthorization): string | undefined {
  if (status !== 'active') return 'is not active';
  if (expiresAt !== undefined && Date.parse(expiresAt) <= Date.now()) return `has expired at ${expiresAt}`;
  return undefined;
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
