import './raw.css';
import { element, icon, setText } from '../dom.ts';
import { counted, duration, size } from '../format.ts';
import { type Host, Superseded } from '../host.ts';
import type { Pane } from '../pane.ts';
import type { Progress, RawHead } from '../protocol.ts';
import { Toast } from '../toast.ts';
import { RawLines } from './rawLines.ts';
import { WholeLine } from './wholeLine.ts';

const NOTHING: RawHead = { bytes: 0, lines: 0, counted: true, problem: '' };

/** What the server sent, as text, with how long it took. */
export class RawPane implements Pane {
  readonly name = 'Raw';
  readonly withoutTables = true;
  readonly element = element('section', { class: 'view raw', 'aria-label': 'What the server sent' });
  readonly #facts = element('span', { class: 'raw-facts' });
  readonly #toast = new Toast();
  readonly #ends = element(
    'button',
    { class: 'plain', type: 'button', 'aria-pressed': 'false', title: 'Show the characters that end lines' },
    'Line ends',
  );
  readonly #copy = element('button', { class: 'plain', type: 'button' }, icon('copy'), 'Copy all');
  readonly #none = element('div', { class: 'placeholder' });
  readonly #lines: RawLines;
  readonly #whole: WholeLine;
  readonly #host: Host;
  readonly #progress: () => Progress | undefined;
  #head = NOTHING;
  #asking = false;

  /** Calls `moved` when it is scrolled. */
  constructor(host: Host, progress: () => Progress | undefined, moved: () => void) {
    this.#host = host;
    this.#progress = progress;
    this.#whole = new WholeLine(host);
    this.#lines = new RawLines(host, moved, (line) => void this.#whole.show(line));
    this.element.append(
      element('div', { class: 'toolbar' }, this.#facts, this.#toast.element, this.#ends, this.#copy),
      this.#none,
      this.#lines.element,
      this.#whole.element,
    );
    this.#ends.addEventListener('click', () => {
      const shown = this.#ends.getAttribute('aria-pressed') !== 'true';
      this.#ends.setAttribute('aria-pressed', String(shown));
      this.#lines.showEnds(shown);
    });
    this.#copy.addEventListener('click', () => void this.#copyAll());
    this.element.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !this.#whole.element.hidden) {
        event.preventDefault();
        this.#whole.hide();
        this.#lines.focus();
      }
    });
    this.reset();
  }

  get place(): unknown {
    return this.#lines.place;
  }

  reset(): void {
    this.#head = NOTHING;
    this.#asking = false;
    this.#lines.reset();
    this.#whole.hide();
    this.#draw();
  }

  show(_view: unknown, place?: unknown): void {
    this.#lines.comeBack(place);
    void this.refresh();
  }

  async refresh(): Promise<void> {
    if (this.#asking) {
      return;
    }
    this.#asking = true;
    try {
      this.#head = await this.#host.ask('raw', {});
      this.#asking = false;
    } catch (error) {
      // Another run is shown; it begins by itself.
      if (error instanceof Superseded) {
        return;
      }
      this.#asking = false;
      this.#toast.say(error instanceof Error ? error.message : String(error), true);
      return;
    }
    this.#draw();
    // The lines of a long answer are counted bit by bit, as long as somebody looks.
    if (!this.#head.counted && this.element.offsetParent !== null) {
      requestAnimationFrame(() => void this.refresh());
    }
  }

  #draw(): void {
    const { bytes, lines, counted: all, problem } = this.#head;
    const progress = this.#progress();
    const running = progress?.state === 'running';
    const first = progress?.firstByteMs;
    const facts = [
      size(bytes),
      `${counted(lines, 'line')}${all ? '' : ' so far'}`,
      ...(first === undefined ? [] : [`first byte after ${duration(first)}`]),
      ...(progress === undefined ? [] : [`${running ? 'running for' : 'took'} ${duration(progress.ms)}`]),
    ];
    setText(this.#facts, bytes === 0 ? '' : facts.join(' · '));
    this.#none.hidden = bytes > 0;
    setText(
      this.#none,
      running || progress === undefined ? 'Nothing has arrived yet.' : 'The server sent nothing.',
    );
    this.#lines.element.hidden = bytes === 0;
    this.#copy.disabled = bytes === 0;
    this.#ends.disabled = bytes === 0;
    if (problem !== '') {
      this.#toast.say(problem, true);
    }
    this.#lines.follow(lines, bytes);
  }

  async #copyAll(): Promise<void> {
    this.#toast.say('Copying…', true);
    try {
      const { bytes, truncated } = await this.#host.ask('rawCopy', {});
      this.#toast.say(
        truncated
          ? `Copied the first ${size(bytes)}: the clipboard takes no more. Save the answer as received instead`
          : `Copied ${size(bytes)}`,
      );
    } catch (error) {
      if (!(error instanceof Superseded)) {
        this.#toast.say(`Could not copy: ${error instanceof Error ? error.message : String(error)}`, true);
      }
    }
  }
}
