interface Stored {
  readonly id: string;
  readonly name: string;
  readonly script: string;
  readonly description: string;
  readonly language: string;
}

/** Somebody else at the same server: what the walk checks, and changes behind the window's back. */
export class OtherClient {
  readonly #url: string;
  readonly #headers: Record<string, string>;

  constructor({ url, token }: { url: string; token: string }) {
    this.#url = url;
    this.#headers = { authorization: `Token ${token}`, 'content-type': 'application/json' };
  }

  async scripts(): Promise<Stored[]> {
    const { scripts } = (await this.#call('GET', '?limit=500')) as { scripts: Stored[] };
    return scripts;
  }

  async script(name: string): Promise<Stored | undefined> {
    return (await this.scripts()).find((script) => script.name === name);
  }

  async text(name: string): Promise<string> {
    return (await this.script(name))?.script ?? '';
  }

  async change(name: string, script: string): Promise<void> {
    await this.#call('PATCH', `/${(await this.script(name))?.id}`, { script });
  }

  async create(name: string, script: string, language = 'flux'): Promise<void> {
    await this.#call('POST', '', { name, script, description: 'made elsewhere', language });
  }

  async delete(name: string): Promise<void> {
    await this.#call('DELETE', `/${(await this.script(name))?.id}`);
  }

  /** A task that runs a script every hour. */
  async createTask(name: string, scriptID: string): Promise<void> {
    await this.#call('POST', '', { name, scriptID, every: '1h' }, 'tasks');
  }

  async #call(method: string, path: string, body?: unknown, resource = 'scripts'): Promise<unknown> {
    const response = await fetch(`${this.#url}/api/v2/${resource}${path}`, {
      method,
      headers: this.#headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.status === 204 ? undefined : await response.json();
  }
}

/** Waits until something is so, and says what it was instead when it never is. */
export async function eventually<T>(look: () => Promise<T>, wanted: (value: T) => boolean): Promise<T> {
  let last = await look();
  for (const deadline = Date.now() + 20_000; Date.now() < deadline && !wanted(last); last = await look()) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  if (!wanted(last)) throw new Error(`It is still ${JSON.stringify(last)}`);
  return last;
}
