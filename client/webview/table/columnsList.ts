import { element } from '../dom.ts';
import { openPopover } from '../popup/popover.ts';
import type { Spot } from '../popup/popup.ts';
import type { ColumnHead } from '../protocol.ts';
import { oneLine } from '../visibleText.ts';

/** From here on, looking for a column is worth a field. */
const FILTER_FROM = 12;

/** The list of columns to show and hide. */
export function listColumns(
  columns: readonly { readonly column: number; readonly head: ColumnHead; readonly shown: boolean }[],
  at: Spot,
  show: (columns: readonly number[], shown: boolean) => void,
): void {
  const rows = columns.map(({ column, head, shown }) => {
    const box = element('input', { type: 'checkbox' });
    box.checked = shown;
    box.addEventListener('change', () => show([column], box.checked));
    const label = element(
      'label',
      { class: 'column-choice' },
      box,
      element('span', { class: 'column-name' }, oneLine(head.label)),
      element('span', { class: 'column-type' }, oneLine(head.type)),
    );
    return { column, box, label, text: head.label.toLowerCase() };
  });
  const filter = element('input', {
    type: 'search',
    placeholder: 'Filter columns',
    'aria-label': 'Filter columns',
  });
  filter.addEventListener('input', () => {
    for (const { label, text } of rows) {
      label.hidden = !text.includes(filter.value.trim().toLowerCase());
    }
  });
  const all = (shown: boolean) => {
    const wanted = rows.filter(({ label }) => !label.hidden);
    for (const { box } of wanted) {
      box.checked = shown;
    }
    show(
      wanted.map(({ column }) => column),
      shown,
    );
  };
  const button = (text: string, shown: boolean) => {
    const made = element('button', { class: 'secondary', type: 'button' }, text);
    made.addEventListener('click', () => all(shown));
    return made;
  };
  openPopover(
    'Columns',
    [
      element('div', { class: 'popover-title' }, 'Columns'),
      ...(columns.length >= FILTER_FROM ? [filter] : []),
      element('div', { class: 'column-choices' }, ...rows.map(({ label }) => label)),
      element('div', { class: 'popover-buttons' }, button('Show all', true), button('Hide all', false)),
    ],
    at,
  );
}
