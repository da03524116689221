import { element, icon } from '../dom.ts';
import type { SortKey } from '../protocol.ts';
import { oneLine } from '../visibleText.ts';
import type { ShownColumn } from './frame.ts';

/** The head of a column: its name, type, and how the rows are sorted and filtered by it. */
export function columnHead(shown: ShownColumn, place: number, sort: readonly SortKey[]): HTMLElement {
  const { column, head, note, filtered } = shown;
  const { label, type, inferred, mismatch, group, numeric, partial } = head;
  const name = oneLine(label);
  const rank = sort.findIndex((key) => key.column === column);
  const key = sort[rank];
  const hints = [
    oneLine(type),
    ...(inferred ? ['guessed from the values: the server sent no types'] : []),
    ...(mismatch ? ['holds values of another type, shown as the server sent them'] : []),
    ...(group ? ['in the group key'] : []),
    ...(partial ? ['some tables do not have it'] : []),
    ...(filtered ? ['filtered'] : []),
    ...(key !== undefined && sort.length > 1 ? [`sorted by as number ${rank + 1}`] : []),
  ];
  const arrow =
    key === undefined
      ? []
      : [
          element(
            'span',
            { class: 'sorted' },
            icon(key.descending ? 'descending' : 'ascending'),
            sort.length > 1 ? String(rank + 1) : '',
          ),
        ];
  return element(
    'div',
    {
      class: `cell head${numeric ? ' numeric' : ''}${group ? ' group' : ''}`,
      role: 'columnheader',
      'aria-colindex': place + 2,
      'aria-sort': key === undefined ? 'none' : key.descending ? 'descending' : 'ascending',
      'aria-label': [name, ...hints].join(', '),
      title: [name, ...hints].join('\n'),
      'data-place': place,
    },
    element(
      'div',
      { class: 'label' },
      ...(group ? [icon('key')] : []),
      element('span', { class: 'name' }, name),
      ...(filtered ? [icon('filter')] : []),
      ...arrow,
    ),
    element(
      'div',
      { class: `type${inferred ? ' inferred' : ''}` },
      `${shortType(type)}${inferred ? '?' : ''}${mismatch ? ' (mixed)' : ''}${note === '' ? '' : ` · ${note}`}`,
    ),
    element(
      'button',
      {
        class: 'head-menu',
        type: 'button',
        tabindex: -1,
        'aria-label': `Menu of ${name}`,
        'aria-haspopup': 'menu',
        title: 'Sort, filter, summary… (Shift+F10)',
      },
      icon('down'),
    ),
    element('div', { class: 'resize', title: 'Drag to resize; double click to fit' }),
  );
}

/** `dateTime:RFC3339` without the part that is the same everywhere. */
function shortType(type: string): string {
  return oneLine(type.replace(/dateTime:RFC3339(Nano)?/g, 'dateTime'));
}
