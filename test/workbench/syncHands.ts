import type { Workbench } from './driver.ts';

/**
 * What a person does with plans, questions and merges, in the words of the walks through push and pull.
 *
 * @param window the window, once there is one
 */
export function syncHands(window: () => Workbench) {
  const row = (label: string | RegExp) =>
    window().page.locator('.quick-input-list .monaco-list-row', { hasText: label });
  /** The prompt of this title; the palette that is about to close has none. */
  const prompt = (title: string) =>
    window().page.locator('.quick-input-widget:visible', {
      has: window().page.locator('.quick-input-title', { hasText: title }),
    });
  const press = (keys: string) => window().page.keyboard.press(keys);
  return {
    row,
    prompt,
    press,
    tick: (label: string) =>
      row(label).locator('.monaco-checkbox, input, .monaco-custom-toggle').first().click(),
    ok: () => window().page.locator('.quick-input-widget .monaco-button', { hasText: 'OK' }).click(),
    /** Presses one of the buttons of a row. */
    async button(label: string, title: string): Promise<void> {
      await row(label).hover();
      await row(label).getByLabel(title).click();
    },
    /** Names of the scripts that are ticked. */
    async tickedRows(): Promise<string[]> {
      const rows = row(/./).filter({
        has: window().page.locator('[aria-checked="true"], .checked, input:checked'),
      });
      return (await rows.locator('.label-name').allTextContents()).map((label) => label.trim());
    },
    /** A script of the sidebar, by its whole name. */
    item: (name: string) => window().treeItem(new RegExp(`^${name}$`)),
    /** Opens a file of the workspace, and puts the caret there. */
    async open(name: string): Promise<void> {
      await press('Escape');
      await press('Control+p');
      await window().page.locator('.quick-input-widget:visible input').first().fill(name);
      await window().pick(name);
      await window().waitForTab(name);
      await window().focusEditor();
    },
    /** Leaves a prompt without an answer. */
    async leave(title: string): Promise<void> {
      await prompt(title).waitFor();
      await prompt(title).locator('input.input').press('Escape');
      await prompt(title).waitFor({ state: 'hidden' });
    },
    /** Leaves a question without an answer. */
    async unanswered(question: string | RegExp): Promise<void> {
      await window().dialog(question).waitFor();
      await press('Escape');
      await window().dialog(question).waitFor({ state: 'hidden' });
    },
    /** What the merge editor has come to. */
    async mergeResult(): Promise<string> {
      const shown = await window().page.locator('.merge-editor .result').first().textContent();
      return (shown ?? '').replaceAll('\u00a0', ' ');
    },
  };
}
