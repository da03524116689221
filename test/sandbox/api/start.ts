import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../sandbox/sandbox.ts';
import { type ExampleScript, exampleList } from '../../../sandbox/scripts/examples.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The folder of the build; `FLUX_DIST` names another. */
export const dist = process.env['FLUX_DIST'] ?? join(root, 'dist');

/** The examples, read from their files. */
export function readExamples(): Promise<ExampleScript[]> {
  return Promise.all(
    exampleList.map(async (example) => ({
      ...example,
      script: await readFile(join(root, 'sandbox/scripts', `${example.name}.flux`), 'utf8'),
    })),
  );
}

/** A sandbox from the sources, with the compiler of the build. */
export function startFromSource(options: Partial<SandboxOptions> = {}): Promise<TestSandbox> {
  return startSandbox({
    engineWorker: join(dist, 'engineWorker.js'),
    queryWorker: join(root, 'sandbox/query/thread.ts'),
    token: 'secret',
    ...options,
  }).then((sandbox) => new TestSandbox(sandbox));
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: () => unknown;
}

/** A sandbox and a client that says what it is told to. */
export class TestSandbox implements AsyncDisposable {
  readonly sandbox: Omit<Sandbox, 'routes'>;
  constructor(sandbox: Omit<Sandbox, 'routes'>) {
    this.sandbox = sandbox;
  }

  async send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Reply> {
    const response = await fetch(this.sandbox.url + path, {
      method,
      headers: {
        Authorization: `Token ${this.sandbox.token}`,
        'Content-Type': 'application/json',
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: () => JSON.parse(text) as unknown,
    };
  }

  /** Creates a script and gives its id. */
  async script(text: string, name = `script ${Math.random()}`, language = 'flux'): Promise<string> {
    const reply = await this.send('POST', '/api/v2/scripts', {
      name,
      description: 'd',
      script: text,
      language,
    });
    if (reply.status !== 201) throw new Error(reply.text);
    return (reply.json() as { id: string }).id;
  }
  invoke(id: string, params: unknown = {}): Promise<Reply> {
    return this.send('POST', `/api/v2/scripts/${id}/invoke`, { params });
  }
  query(query: string, more: object = {}): Promise<Reply> {
    return this.send('POST', '/api/v2/query', { query, type: 'flux', ...more });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.sandbox.close();
  }
}
