import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { folderInUse } from '../../../sandbox/exitCodes.ts';
import { childEnvironment } from '../childEnvironment.ts';

/** Another sandbox, such as that of another window, keeps its things in the same folder. */
export class FolderInUseError extends Error {}

/** What the sandbox prints first. */
export interface SandboxAnnouncement {
  readonly url: string;
  readonly token: string;
  readonly org: string;
}

/**
 * The sandbox as a process of its own, that ends with this one: it runs people's scripts, and a script that does not
 * end must not take the extension host along.
 */
export class SandboxProcess {
  readonly announcement: SandboxAnnouncement;
  readonly #process: ChildProcess;
  readonly ended: Promise<void>;

  private constructor(process: ChildProcess, announcement: SandboxAnnouncement) {
    this.#process = process;
    this.announcement = announcement;
    this.ended = new Promise((resolve) => process.once('exit', () => resolve()));
  }

  /**
   * @param script the built `sandbox.js`
   * @param data the folder where its scripts stay from one start to the next; without one they go with it
   * @throws FolderInUseError; Error with what the sandbox said when it did not start
   */
  static async start(
    script: string,
    data: string | undefined,
    onError: (line: string) => void,
  ): Promise<SandboxProcess> {
    const keep = data === undefined ? [] : ['--data', data];
    const child = spawn(process.execPath, [script, '--port', '0', ...keep, '--stdin-lifetime'], {
      env: { ...childEnvironment(process.env), ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let complaint = '';
    createInterface({ input: child.stderr }).on('line', (line) => {
      complaint = line;
      onError(line);
    });
    const announcement = await new Promise<SandboxAnnouncement>((resolve, reject) => {
      createInterface({ input: child.stdout }).once('line', (line) => resolve(JSON.parse(line)));
      child.once('error', (error) => reject(new Error(`The sandbox did not start: ${error.message}`)));
      // Not before what it said has arrived.
      child.once('close', (code) => {
        const message = `The sandbox did not start (exit code ${code}): ${complaint || 'it gave no reason'}`;
        reject(code === folderInUse ? new FolderInUseError(message) : new Error(message));
      });
    });
    return new SandboxProcess(child, announcement);
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode === null) this.#process.kill();
    await this.ended;
  }
}
