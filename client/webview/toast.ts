import { element, setText } from './dom.ts';

/** How long something that was done is said, in milliseconds. */
const SAID_MS = 6000;

/** A line that says for a while what was done; to a screen reader, too. */
export class Toast {
  readonly element = element('span', { class: 'toast', role: 'status' });
  #timer = 0;

  /** `stays` says it until something else is said. */
  say(text: string, stays = false): void {
    window.clearTimeout(this.#timer);
    setText(this.element, text);
    this.element.title = text;
    if (!stays) {
      this.#timer = window.setTimeout(() => this.say('', true), SAID_MS);
    }
  }
}
