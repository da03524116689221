import './limitNotice.css';
import { element, icon, setText } from './dom.ts';
import { counted, integers } from './format.ts';
import type { LimitChoice, Progress } from './protocol.ts';
import { severalLines } from './visibleText.ts';

/**
 * Says that the rows have used up their memory: asks what to do while the run waits, and afterwards, that what is
 * shown is not everything. Also says when the bytes could not be kept.
 */
export class LimitNotice {
  /** Changes of its text are read out; it is there from the beginning so that the first one is, too. */
  readonly element: HTMLElement;
  readonly #box = element('div', { class: 'notice incomplete limit-notice' }, icon('incomplete'));
  readonly #lead = element('div', { class: 'lead' });
  readonly #text = element('div', { class: 'message' });
  readonly #continue = element('button', { type: 'button' }, 'Keep Going to a File');
  readonly #stop = element('button', { class: 'secondary', type: 'button' }, 'Stop Here');
  readonly #choices = element('div', { class: 'choices' }, this.#continue, this.#stop);
  /** The choice is on its way. */
  #chosen = false;

  constructor(choose: (choice: LimitChoice) => void) {
    this.#box.append(element('div', { class: 'text' }, this.#lead, this.#text, this.#choices));
    this.element = element('div', { role: 'alert' }, this.#box);
    for (const [button, choice] of [
      [this.#continue, 'continue'],
      [this.#stop, 'stop'],
    ] as const) {
      button.addEventListener('click', () => {
        if (!this.#chosen) {
          this.#chosen = true;
          choose(choice);
        }
      });
    }
    this.reset();
  }

  reset(): void {
    this.#box.hidden = true;
    this.#chosen = false;
  }

  show({ state, rows, limit, problem }: Progress): void {
    const paused = limit?.paused === true;
    if (!paused) {
      this.#chosen = false;
    }
    const focused = this.#choices.contains(document.activeElement);
    this.#choices.hidden = !paused;
    this.#box.hidden = limit === undefined && problem === '';
    const [lead, text] = words(state, rows, limit, problem);
    setText(this.#lead, lead);
    setText(this.#text, severalLines(text));
    if (focused && !paused) {
      // The button that had the focus is gone; the keyboard goes on from here.
      this.#box.tabIndex = -1;
      this.#box.focus();
    }
  }
}

function words(
  state: Progress['state'],
  rows: number,
  limit: Progress['limit'],
  problem: string,
): readonly [lead: string, text: string] {
  if (limit === undefined) {
    return ['Exports will not be whole.', problem];
  }
  if (limit.paused) {
    return [
      `Paused: the first ${counted(rows, 'row')} use up the ${limit.megabytes} MB of memory that are allowed.`,
      `${
        problem === ''
          ? 'Nothing is lost: the server waits. The rest can go straight to a file, from which exports are made, while these rows stay here.'
          : `The rest could only be counted. ${problem}`
      } The limit is the setting “fluxScripts.results.memoryLimit”.`,
    ];
  }
  const all = rows + limit.rowsLeftOut;
  const lead = `The first ${integers.format(rows)} of ${counted(all, 'row')}${state === 'running' ? ' so far' : ''} are shown.`;
  if (problem !== '') {
    return [lead, problem];
  }
  const whole =
    state === 'running'
      ? 'The rest goes to a file; the export will have the whole answer.'
      : state === 'done'
        ? 'The whole answer is in the export.'
        : 'What arrived after them is in the export.';
  return [lead, whole];
}
