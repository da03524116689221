/** Somebody else at the same server: what the walk checks, and changes behind the window's back. */
export class OtherClient {
  readonly #url: string;
  readonly #headers: Record<string, string>;

  constructor({ url, token }: { url: string; token: string }) {
    this.#url = url;
    this.#headers = { authorization: `Token ${token}`, 'content-type': 'application/json' };
  }

  async script(name: string): Promise<{ id: string; script: string; description: string } | undefined> {
    const { scripts } = (await this.#call('GET', '?limit=500')) as {
      scripts: { id: string; name: string; script: string; description: string }[];
    };
    return scripts.find((script) => script.name === name);
  }

  async text(name: string): Promise<string> {
    return (await this.script(name))?.script ?? '';
  }

  async change(name: string, script: string): Promise<void> {
    await this.#call('PATCH', `/${(await this.script(name))?.id}`, { script });
  }

  async create(name: string, script: string): Promise<void> {
    await this.#call('POST', '', { name, script, description: 'made elsewhere', language: 'flux' });
  }

  async delete(name: string): Promise<void> {
    await this.#call('DELETE', `/${(await this.script(name))?.id}`);
  }

  async #call(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${this.#url}/api/v2/scripts${path}`, {
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
