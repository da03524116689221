import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Frame, type Locator, type Page } from 'playwright-core';
import { chromiumArguments, ensureChromium } from '../../scripts/workbench.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const output = join(root, 'test-output');

/** A place on the page, in pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Shown {
  readonly box: Box;
  readonly colour: string;
}

/** Runs in the page, of whose types this side knows nothing: where `lines` show `text`, and how. */
const findInLines = `
  for (const line of lines) {
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    const at = nodes.map((node) => node.data).join('').replaceAll('\\u00a0', ' ').indexOf(text);
    if (at < 0) continue;
    const range = document.createRange();
    let from = 0;
    let colour = '';
    for (const node of nodes) {
      const to = from + node.length;
      if (from <= at && at < to) {
        range.setStart(node, at - from);
        colour = getComputedStyle(node.parentElement).color;
      }
      if (from < at + text.length && at + text.length <= to) range.setEnd(node, at + text.length - from);
      from = to;
    }
    const { x, y, width, height } = range.getBoundingClientRect();
    return { box: { x, y, width, height }, colour };
  }
  return null;`;

/** A VS Code window and the hands of a person. Every step waits for what it needs, and fails with what it waited for. */
export class Workbench {
  readonly page: Page;
  readonly #browser: Browser;

  private constructor(browser: Browser, page: Page) {
    this.#browser = browser;
    this.page = page;
  }

  static async open(url: string): Promise<Workbench> {
    const executablePath = await ensureChromium();
    const browser = await chromium.launch({ executablePath, args: chromiumArguments });
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(20_000);
    try {
      await page.goto(url);
      await page.waitForSelector('.monaco-workbench .part.activitybar', { timeout: 60_000 });
      return new Workbench(browser, page);
    } catch (error) {
      // Nobody else could, and the tests would not end.
      await browser.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }

  /**
   * A picture in `test-output/`; with `readme`, and UPDATE_SCREENSHOTS set, in `media/` too: of the whole window, or of a
   * part of it.
   */
  async screenshot(
    name: string,
    { readme = false, part }: { readme?: boolean; part?: Box } = {},
  ): Promise<void> {
    mkdirSync(output, { recursive: true });
    await this.page.screenshot({ path: join(output, `${name}.png`) });
    if (readme && process.env['UPDATE_SCREENSHOTS']) {
      await this.page.screenshot({ path: join(root, 'media', `${name}.png`), ...(part && { clip: part }) });
    }
  }

  // Palette and prompts

  /** Through the palette, as its title reads there. */
  async runCommand(title: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget:visible input').first();
    if (await input.isVisible()) await this.page.keyboard.press('Escape');
    await input.waitFor({ state: 'hidden' });
    // A key press that falls into a page inside the window is lost on the way; and whatever takes the focus, such as a
    // message, closes the palette.
    const entry = this.page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first();
    for (let attempt = 1; ; attempt++) {
      if (!(await input.isVisible())) await this.page.keyboard.press('F1');
      try {
        await input.fill(`>${title}`, { timeout: 3000 });
        await entry.click({ timeout: 3000 });
        return;
      } catch (error) {
        if (attempt === 5) throw error;
      }
    }
  }

  /** The prompt whose title or message holds `text`. */
  async prompt(text: string | RegExp): Promise<Locator> {
    const widget = this.page.locator('.quick-input-widget:visible').filter({ hasText: text });
    await widget.waitFor();
    return widget;
  }

  /** Answers the prompt that holds `text`. */
  async answer(text: string | RegExp, value: string): Promise<void> {
    const widget = await this.prompt(text);
    await widget.locator('input.input').fill(value);
    await this.page.keyboard.press('Enter');
  }

  /** What a prompt says of the value in it. */
  async promptSays(text: RegExp): Promise<void> {
    await this.page.locator('.quick-input-widget:visible .quick-input-message', { hasText: text }).waitFor();
  }

  async pick(label: string | RegExp): Promise<void> {
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: label }).first().click();
  }

  // Sidebar

  async openSidebar(): Promise<void> {
    const tab = this.page.locator('.activitybar [aria-label^="Flux Scripts"]').first();
    const pane = this.page.locator('.sidebar .composite.title', { hasText: 'Flux Scripts' });
    if (!(await pane.isVisible())) await tab.click();
    await pane.waitFor();
  }

  get sidebar(): Locator {
    return this.page.locator('.part.sidebar');
  }

  treeItem(label: string | RegExp): Locator {
    return this.sidebar.locator('.monaco-list-row', {
      has: this.page.locator('.label-name', { hasText: label }),
    });
  }

  async contextMenu(item: Locator, entry: string): Promise<void> {
    await item.click({ button: 'right' });
    const choice = this.page.locator('.monaco-menu .action-item', { hasText: entry }).first();
    await choice.waitFor();
    // A menu takes no click in its first moments: the button that opened it may still come up over it.
    for (let attempt = 0; attempt < 20 && (await choice.isVisible()); attempt++) {
      await choice.click();
      await choice.waitFor({ state: 'hidden', timeout: 500 }).catch(() => undefined);
    }
  }

  // Editor

  /** The editor with the caret, or the only one. */
  get editor(): Locator {
    return this.page.locator('.editor-group-container.active .monaco-editor[role="code"]').first();
  }

  async waitForTab(name: string | RegExp): Promise<void> {
    await this.page.locator('.tab.active', { hasText: name }).first().waitFor();
  }

  async editorText(): Promise<string> {
    const lines = this.editor.locator('.view-line');
    const texts = await lines.evaluateAll((nodes) =>
      nodes
        .map((node) => ({
          top: (node as unknown as { offsetTop: number }).offsetTop,
          text: node.textContent ?? '',
        }))
        .sort((a, b) => a.top - b.top)
        .map(({ text }) => text.replaceAll('\u00a0', ' ')),
    );
    return texts.join('\n');
  }

  async focusEditor(): Promise<void> {
    await this.editor.locator('.view-lines').click();
  }

  /** Clicks into a text that the editor shows, near its begin. */
  async click(text: string): Promise<void> {
    const { x, y, width, height } = await this.boxOf(text);
    await this.page.mouse.click(x + Math.min(4, width / 2), y + height / 2);
    // Where it rests it would call up a hover.
    await this.page.mouse.move(640, 1);
  }

  /** Rests the mouse on a text that the editor shows, until its hover says something. */
  async hover(text: string, says: string | RegExp): Promise<Locator> {
    const hover = this.page.locator('.monaco-hover:visible', { hasText: says }).first();
    const { x, y, width, height } = await this.boxOf(text);
    await this.page.mouse.move(x + width / 2, y + height / 2, { steps: 2 });
    await hover.waitFor();
    return hover;
  }

  /** Where on the page the editor shows a text that lies within a line; waits for it. */
  async boxOf(text: string): Promise<Box> {
    return (await this.#shown(text)).box;
  }

  /** The colour in which the editor shows a text. */
  async colourOf(text: string): Promise<string> {
    return (await this.#shown(text)).colour;
  }

  async #shown(text: string): Promise<Shown> {
    const find = new Function('lines', 'text', findInLines) as (
      lines: unknown[],
      text: string,
    ) => Shown | null;
    for (const deadline = Date.now() + 10_000; Date.now() < deadline; ) {
      const found = await this.editor.locator('.view-line').evaluateAll(find, text);
      if (found) return found;
      await this.page.waitForTimeout(50);
    }
    throw new Error(`The editor does not show ${JSON.stringify(text)}:\n${await this.editorText()}`);
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text, { delay: 15 });
  }

  /** Puts the caret at the end of the text and writes there. */
  async append(text: string): Promise<void> {
    await this.focusEditor();
    await this.page.keyboard.press('Control+End');
    await this.type(text);
  }

  async save(): Promise<void> {
    await this.page.keyboard.press('Control+s');
  }

  /** One of the buttons above the editor. */
  titleButton(title: string): Locator {
    return this.page.locator(
      `.editor-group-container.active .editor-actions .action-label[aria-label^="${title}"]`,
    );
  }

  get dirty(): Locator {
    return this.page.locator('.tab.active.dirty');
  }

  get suggestions(): Locator {
    return this.page.locator('.suggest-widget.visible .monaco-list-row');
  }

  /** The suggestion that Enter accepts. */
  get suggestion(): Locator {
    return this.page.locator('.suggest-widget.visible .monaco-list-row.focused');
  }

  get squiggles(): Locator {
    return this.page.locator('.squiggly-error');
  }

  // Messages

  notification(text: string | RegExp): Locator {
    return this.page.locator('.notification-toast', { hasText: text });
  }

  async answerNotification(text: string | RegExp, button: string): Promise<void> {
    await this.notification(text).locator('.monaco-button', { hasText: button }).first().click();
  }

  async clearNotifications(): Promise<void> {
    await this.runCommand('Notifications: Clear All Notifications');
  }

  dialog(text: string | RegExp): Locator {
    return this.page.locator('.monaco-dialog-box', { hasText: text });
  }

  async answerDialog(text: string | RegExp, button: string): Promise<void> {
    const dialog = this.dialog(text);
    await dialog.locator('.monaco-button', { hasText: new RegExp(`^${button}$`) }).click();
    await dialog.waitFor({ state: 'hidden' });
  }

  statusBar(text: string | RegExp): Locator {
    return this.page.locator('.statusbar-item', { hasText: text });
  }

  /** The results panel's page. */
  results(): Promise<Frame> {
    return this.#frame('The results panel did not appear.', 20_000, async (frame) => {
      return (await frame.$('#results')) !== null;
    });
  }

  /** The results page in which something is in sight: a panel that is shown anew has a page of its own. */
  resultsWith(selector: string, text: string | RegExp = '', timeout = 20_000): Promise<Frame> {
    return this.#frame(`No results page shows ${selector} with ${text}.`, timeout, (frame) =>
      frame.locator(`#results ${selector}`, { hasText: text }).first().isVisible(),
    );
  }

  /** Enter in the form that has just come: not before the window has given it the keys. */
  async submitForm(page: Frame): Promise<void> {
    await page.locator('.form :focus').waitFor();
    await this.page.keyboard.press('Enter');
    await page.locator('.form').waitFor({ state: 'hidden' });
  }

  /** Waits for a page inside the window; one that goes while it is looked at is none. */
  async #frame(missing: string, timeout: number, wanted: (frame: Frame) => Promise<boolean>): Promise<Frame> {
    for (const deadline = Date.now() + timeout; Date.now() < deadline; ) {
      for (const frame of this.page.frames()) {
        if (await wanted(frame).catch(() => false)) return frame;
      }
      await this.page.waitForTimeout(50);
    }
    throw new Error(missing);
  }
}
