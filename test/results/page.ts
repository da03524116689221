import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright-core';
import { isPageMessage } from '../../client/src/results/messages.ts';
import { pageHtml } from '../../client/src/results/pageHtml.ts';
import type { ResultsRun, RunOutcome } from '../../client/src/results/run.ts';
import { ResultsSession, type SessionOptions } from '../../client/src/results/session.ts';
import { isFormMessage } from '../../client/src/views/formMessages.ts';
import { FormSlot } from '../../client/src/views/parameterForm.ts';
import type { FormHostMessage, HostMessage, NamedPlace } from '../../client/webview/protocol.ts';
import { chromiumArguments } from '../../scripts/workbench.mjs';
import { Files } from './files.ts';
import { bodyClass, type Theme, themeCss } from './themes.ts';

export const CHROME = process.env['CHROME'] ?? '/usr/bin/chromium';
export const hasChrome = existsSync(CHROME);

/** How long something may take to appear, in milliseconds. */
const PATIENCE = 20_000;

/** The page's own, in what runs there. */
declare const window: { postMessage(message: unknown, origin: string): void };

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Stands in for VS Code: the page's messages go to `hostMessage`, the state stays for the next page. */
const VSCODE_API = `
  window.cspReports = [];
  document.addEventListener('securitypolicyviolation', (event) => window.cspReports.push(event.violatedDirective + ' ' + event.blockedURI));
  window.acquireVsCodeApi = () => ({
    postMessage: (message) => { window.hostMessage(message); },
    getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
    setState: (state) => { sessionStorage.setItem('state', JSON.stringify(state)); },
  });
`;

/** The results page in a browser, with the extension's own session as its host. */
export class PageHarness {
  readonly page: Page;
  /** What was written to the clipboard. */
  readonly clipboard: string[] = [];
  readonly files = new Files();
  readonly errors: string[] = [];
  session: ResultsSession | undefined;
  /** The form of the page, as the panel has it. */
  readonly form = new FormSlot((message) => void this.tell(message));
  /** How often the values of the run in sight were to be edited. */
  edits = 0;
  /** The places that were to be shown in an editor. */
  readonly reveals: NamedPlace[] = [];
  #runs = 0;

  constructor(page: Page) {
    this.page = page;
    page.on('pageerror', (error) => this.errors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') {
        this.errors.push(message.text());
      }
    });
  }

  /** Shows a run as the panel does; resolves when the run has ended. */
  run(run: ResultsRun, options: SessionOptions = {}): Promise<RunOutcome> {
    return this.#begin(run, options).start();
  }

  /** Shows a run of a window before. */
  showGone(run: ResultsRun): void {
    this.#begin(run, {}).showGone();
  }

  #begin(run: ResultsRun, options: SessionOptions): ResultsSession {
    this.session?.cancel();
    this.#runs += 1;
    const session = new ResultsSession(
      this.#runs,
      run,
      {
        post: (message) => {
          if (this.session === session) void this.tell(message);
        },
        inSight: () => true,
        writeClipboard: (text) => {
          this.clipboard.push(text);
          return Promise.resolve();
        },
        saveFile: (file) => this.files.save(file),
        defusesFormulas: () => true,
        reveal: (place) => this.reveals.push(place),
        pin: (pinned) => this.tell({ type: 'pinned', pinned }),
      },
      options,
    );
    this.session = session;
    return session;
  }

  /** Says something to the page. To one that is closing, nobody listens. */
  async tell(message: HostMessage | FormHostMessage): Promise<void> {
    // As VS Code does: in JSON, except for arrays of numbers, which only answers have. The other way takes longer.
    const told =
      message.type === 'answer'
        ? this.page.evaluate((data) => window.postMessage(data, '*'), message)
        : this.page.evaluate((json) => window.postMessage(JSON.parse(json), '*'), JSON.stringify(message));
    await told.catch(() => undefined);
  }

  /** Waits until an element of the selector holds the text. */
  async appears(selector: string, text: string | RegExp = ''): Promise<void> {
    await this.page.locator(selector, { hasText: text }).first().waitFor({ timeout: PATIENCE });
  }

  /**
   * Waits until an expression is true in the page, whose policy forbids Playwright's own way to do so, or until a check
   * passes; gives what it found. What is said in the page comes a frame before what is drawn.
   */
  async until<T>(check: string | (() => T | Promise<T>)): Promise<T> {
    const look =
      typeof check === 'function'
        ? check
        : async () => {
            const found = await this.page.evaluate<T>(check);
            assert.ok(found, check);
            return found;
          };
    for (const end = Date.now() + PATIENCE; ; await setTimeout(10)) {
      try {
        return await look();
      } catch (error) {
        if (Date.now() > end) throw error;
      }
    }
  }

  /** Closes the page, lets go of its run, and fails when it broke its policy or had an error. */
  async close(): Promise<void> {
    await this.session?.dispose();
    assert.deepEqual(await this.page.evaluate('cspReports'), []);
    assert.deepEqual(this.errors, []);
    await this.page.close();
  }

  /** Takes a picture for a person to look at, when `SCREENSHOTS` names a folder. */
  async picture(name: string): Promise<void> {
    const folder = process.env['SCREENSHOTS'];
    if (folder !== undefined) {
      await mkdir(folder, { recursive: true });
      await this.page.screenshot({ path: join(folder, `${name}.png`) });
    }
  }
}

/** Builds the page, serves it from 127.0.0.1, and opens browser pages on it. */
export class PageServer implements AsyncDisposable {
  readonly #browser: Browser;
  readonly #address: string;
  readonly #close: () => Promise<void>;

  constructor(browser: Browser, address: string, close: () => Promise<void>) {
    this.#browser = browser;
    this.#address = address;
    this.#close = close;
  }

  static async start(): Promise<PageServer> {
    const folder = await mkdtemp(join(tmpdir(), 'results-page-'));
    await build({
      absWorkingDir: root,
      entryPoints: { results: 'client/webview/main.ts' },
      bundle: true,
      format: 'iife',
      target: 'chrome120',
      outdir: folder,
      logLevel: 'error',
    });
    const server = createServer(async (request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
      if (pathname === '/') {
        const html = pageHtml({
          script: 'results.js',
          style: 'results.css',
          source: `'self'`,
          nonce: 'test',
        });
        const styled = html.replace('</head>', '<link rel="stylesheet" href="theme.css?theme=THEME"></head>');
        response.setHeader('content-type', 'text/html');
        const theme = (searchParams.get('theme') ?? 'dark') as Theme;
        response.end(styled.replace('THEME', theme).replace('<body', `<body class="${bodyClass(theme)}"`));
      } else if (pathname === '/theme.css') {
        response.setHeader('content-type', 'text/css');
        response.end(themeCss((searchParams.get('theme') ?? 'dark') as Theme));
      } else if (pathname === '/results.js' || pathname === '/results.css') {
        response.setHeader('content-type', pathname.endsWith('.js') ? 'text/javascript' : 'text/css');
        response.end(await readFile(join(folder, pathname.slice(1))));
      } else {
        response.statusCode = 204;
        response.end();
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const browser = await chromium.launch({
      executablePath: CHROME,
      args: chromiumArguments,
    });
    return new PageServer(browser, `http://127.0.0.1:${(server.address() as AddressInfo).port}`, async () => {
      await browser.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    });
  }

  async open(theme: Theme = 'dark', size = { width: 1100, height: 640 }): Promise<PageHarness> {
    const page = await this.#browser.newPage({ viewport: size });
    const harness = new PageHarness(page);
    await page.exposeFunction('hostMessage', (message: unknown) => {
      if (isFormMessage(message)) {
        if (message.type === 'formEvent') void harness.form.receive(message);
        else harness.edits += 1;
      } else if (!isPageMessage(message)) {
        harness.errors.push(`not a message: ${JSON.stringify(message)}`);
      } else {
        void harness.session?.receive(message);
        if (message.type === 'ready') void harness.form.tell();
      }
    });
    await page.addInitScript(VSCODE_API);
    await page.goto(`${this.#address}/?theme=${theme}`);
    return harness;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close();
  }
}

/** Opens a page, of 1100 by 640 pixels unless told. */
export type OpenPage = PageServer['open'];

/** Tests of the page, which a browser shows; skipped where there is none. Pages can be opened inside the tests. */
export function pageSuite(name: string, tests: (open: OpenPage) => void): void {
  suite(name, { skip: hasChrome ? false : 'no Chromium: CHROME names one' }, () => {
    let server: PageServer;
    before(async () => {
      server = await PageServer.start();
    });
    after(() => server[Symbol.asyncDispose]());
    tests((...how) => server.open(...how));
  });
}
