import './exports.css';
import { element, icon } from '../dom.ts';
import { counted } from '../format.ts';
import { type Host, Superseded } from '../host.ts';
import { type MenuGroup, type MenuItem, menuButton } from '../popup/menu.ts';
import type { CopyFormat, ExportScope, FileFormat, Progress, View } from '../protocol.ts';
import { Toast } from '../toast.ts';

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
  readonly #toast = new Toast();
  readonly #closeMenu: () => void;
  readonly #host: Host;
  #view: View | undefined;

  constructor(host: Host) {
    this.#host = host;
    this.#closeMenu = menuButton(this.#button, 'Export', () => this.#groups());
    this.element = element('div', { class: 'exports' }, this.#toast.element, this.#button);
    this.reset();
  }

  /** Forgets the run before. */
  reset(): void {
    this.#view = undefined;
    this.#button.disabled = true;
    this.#closeMenu();
    this.#toast.say('');
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
      label: text,
      spoken: `Save ${scope === 'shown' ? 'the rows shown' : 'the whole answer'} as ${text}`,
      run: () => void this.#save(format, scope),
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
          label: text,
          spoken: `Copy the rows shown as ${text}`,
          run: () => void this.#copy(format, header),
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
    this.#toast.say('Copying…', true);
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
      this.#toast.say(await work());
    } catch (error) {
      if (!(error instanceof Superseded)) {
        this.#toast.say(`${failed}: ${error instanceof Error ? error.message : String(error)}`, true);
      }
    }
  }
}
