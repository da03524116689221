import { element } from '../dom.ts';
import type { Host } from '../host.ts';
import { CELL_TEXT, type ColumnHead, type View } from '../protocol.ts';
import { CellDetail } from './cellDetail.ts';
import type { ShownColumn } from './frame.ts';
import { SummaryPane } from './summaryPane.ts';

/** What stands below the rows: the active cell's whole text, and the summary of a column. */
export class BelowRows {
  readonly element = element('div', { class: 'below-rows' });
  readonly #host: Host;
  readonly #detail = new CellDetail();
  readonly #summary: SummaryPane;
  /** Counts what was asked for, so that only the newest is shown. */
  #askedCell = 0;
  #askedSummary = 0;
  #summarized: number | undefined;

  /** Calls `closed` when a person closes the summary. */
  constructor(host: Host, closed: () => void) {
    this.#host = host;
    this.#summary = new SummaryPane(() => {
      this.hideSummary();
      closed();
    });
    this.element.append(this.#detail.element, this.#summary.element);
  }

  /** The column whose summary is shown. */
  get summarized(): number | undefined {
    return this.#summarized;
  }

  hide(): void {
    this.hideCell();
    this.hideSummary();
  }

  hideCell(): void {
    this.#askedCell += 1;
    this.#detail.hide();
  }

  hideSummary(): void {
    this.#askedSummary += 1;
    this.#summarized = undefined;
    this.#summary.hide();
  }

  /** Shows a cell; `known` is what of its text is here already. False when another was asked for meanwhile. */
  async showCell(
    view: View,
    { column, head }: ShownColumn,
    row: number,
    known: string | null | undefined,
  ): Promise<boolean> {
    this.#askedCell += 1;
    const asked = this.#askedCell;
    let text = known;
    if (text === undefined || (text !== null && text.length > CELL_TEXT)) {
      try {
        ({ text } = await this.#host.ask('cell', { view, row, column }));
      } catch {
        // The view was replaced meanwhile; so is this.
        return false;
      }
      if (asked !== this.#askedCell) {
        return false;
      }
    }
    this.#detail.show(head.label, row, text ?? '', text === null ? 'lacking' : 'null');
    return true;
  }

  async summarize(view: View, column: number, head: ColumnHead): Promise<void> {
    this.#askedSummary += 1;
    const asked = this.#askedSummary;
    if (this.#summarized !== column) {
      this.#summary.show(head, undefined);
    }
    this.#summarized = column;
    try {
      const summary = await this.#host.ask('summary', { view, column });
      if (asked === this.#askedSummary) {
        this.#summary.show(head, summary);
      }
    } catch {
      if (asked === this.#askedSummary) {
        this.hideSummary();
      }
    }
  }
}
