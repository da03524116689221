import './exports.css';
import { element, icon, setText } from '../dom.ts';
import { counted } from '../format.ts';
import { type Host, Superseded } from '../host.ts';
import type { CopyFormat, ExportScope, FileFormat, Progress, View } from '../protocol.ts';
import { Menu, type MenuGroup, type MenuItem } from './menu.ts';

/** What is said of a copy goes after so many milliseconds; what failed stays. */
const SAID_MS = 6000;

const ROWS: readonly [Exclude<FileFormat, 'annotated'>, string][] = [
  ['csv', 'CSV'],
  ['json', 'JSON'],
  ['jsonl', 'JSON Lines'],
  ['markdown', 'Markdown'],
];
const COPIES: readonly [CopyFormat, boolean, string][] = [
  ['tsv', true, 'Cells for a spreadsheet'],
  ['tsv', false, 'Cells without the header'],
  ['csv', true, 'CSV'],
  ['json', true, 'JSON'],
  ['markdown', true, 'Markdown'],
];

/** The button and menu that save what the page shows, or all that the server sent, and copy the rows shown. */
export class Exports {
  readonly element: HTMLElement;
  readonly #button = element(
    'button',
    { class: 'plain', type: 'button' },
    icon('save'),
    'Export…',
    icon('down'),
  );
  readonly #said = element('span', { class: 'exports-said', role: 'status' });
  readonly #menu: Menu;
  readonly #host: Host;
  #view: View | undefined;
  #timer = 0;

  constructor(host: Host) {
    this.#host = host;
    this.#menu = new Menu(this.#button, 'Export', () => this.#groups());
    this.element = element(
      'div',
      { class: 'exports' },
      this.#said,
      element('div', { class: 'exports-anchor' }, this.#button, this.#menu.element),
    );
    this.reset();
  }

  /** Forgets the run before. */
  reset(): void {
    this.#view = undefined;
    this.#button.disabled = true;
    this.#menu.close();
    this.#say('');
  }

  /** There is something to export as soon as something was received. */
  follow({ bytes }: Progress): void {
    this.#button.disabled = bytes === 0;
  }

  /** Takes the rows that the page shows, and how they are sorted and filtered. */
  show(view: View): void {
    this.#view = view;
    this.#host.ask('shown', { view }).catch(() => undefined);
  }

  #groups(): MenuGroup[] {
    const save = (scope: ExportScope, format: FileFormat, text: string): MenuItem => ({
      text,
      label: `Save ${scope === 'shown' ? 'the rows shown' : 'the whole answer'} as ${text}`,
      choose: () => void this.#save(format, scope),
    });
    const answer: MenuGroup = {
      heading: 'Save the whole answer as',
      items: [
        save('answer', 'annotated', 'CSV as received'),
        ...ROWS.map(([format, text]) => save('answer', format, text)),
      ],
    };
    if (this.#view === undefined) {
      return [answer];
    }
    return [
      { heading: 'Save the rows shown as', items: ROWS.map(([format, text]) => save('shown', format, text)) },
      answer,
      {
        heading: 'Copy the rows shown as',
        items: COPIES.map(([format, header, text]) => ({
          text,
          label: `Copy the rows shown as ${text}`,
          choose: () => void this.#copy(format, header),
        })),
      },
    ];
  }

  async #save(format: FileFormat, scope: ExportScope): Promise<void> {
    // The host shows how far it is, and says at the end what was saved.
    await this.#try('Could not save', async () => {
      await this.#host.ask('export', { format, scope });
      return '';
    });
  }

  async #copy(format: CopyFormat, header: boolean): Promise<void> {
    const view = this.#view;
    if (view === undefined) {
      return;
    }
    this.#say('Copying…', true);
    await this.#try('Could not copy', async () => {
      const { rows, truncated, defused } = await this.#host.ask('copy', {
        view,
        fromRow: 0,
        toRow: Number.MAX_SAFE_INTEGER - 1,
        fromColumn: 0,
        toColumn: Number.MAX_SAFE_INTEGER - 1,
        format,
        header,
      });
      const marked = defused === 0 ? '' : `; ${counted(defused, 'formula')} marked with an apostrophe`;
      return truncated
        ? `Copied the first ${counted(rows, 'row')}: the clipboard takes no more. Save them instead`
        : `Copied ${counted(rows, 'row')}${marked}`;
    });
  }

  async #try(failed: string, work: () => Promise<string>): Promise<void> {
    try {
      this.#say(await work());
    } catch (error) {
      if (!(error instanceof Superseded)) {
        this.#say(`${failed}: ${error instanceof Error ? error.message : String(error)}`, true);
      }
    }
  }

  #say(text: string, stay = false): void {
    window.clearTimeout(this.#timer);
    setText(this.#said, text);
    this.#said.title = text;
    if (!stay) {
      this.#timer = window.setTimeout(() => this.#say('', true), SAID_MS);
    }
  }
}
