import type { MenuGroup } from '../popup/menu.ts';
import type { Arrangement, ColumnHead } from '../protocol.ts';
import type { GridColumns } from './gridColumns.ts';

/** What can be done with a column, by its index. */
export interface ColumnActions {
  sort(column: number, descending: boolean | undefined, add: boolean): void;
  filter(column: number): void;
  hide(column: number): void;
  pin(column: number, pin: boolean): void;
  move(column: number, step: 1 | -1): void;
  fit(column: number): void;
  summarize(column: number): void;
  copyColumn(column: number): void;
}

/** The groups of a column's menu. */
export function columnMenu(
  column: number,
  head: ColumnHead,
  { sort, filters }: Arrangement,
  columns: GridColumns,
  actions: ColumnActions,
): MenuGroup[] {
  const key = sort.find((one) => one.column === column);
  const isPinned = columns.isPinned(column);
  const [up, down] = sortWords(head.kind);
  return [
    {
      items: [
        {
          label: `Sort ${up}`,
          checked: key?.descending === false,
          run: () => actions.sort(column, false, false),
        },
        {
          label: `Sort ${down}`,
          checked: key?.descending === true,
          run: () => actions.sort(column, true, false),
        },
        ...(key === undefined && sort.length > 0
          ? [{ label: 'Then by This Column', run: () => actions.sort(column, false, true) }]
          : []),
        ...(key === undefined
          ? []
          : [{ label: 'Clear Sort', run: () => actions.sort(column, undefined, true) }]),
      ],
    },
    {
      items: [
        {
          label: filters.some((filter) => filter.column === column) ? 'Change Filter…' : 'Filter…',
          run: () => actions.filter(column),
        },
        { label: 'Summary', run: () => actions.summarize(column) },
      ],
    },
    {
      items: [
        { label: 'Pin to the Left', checked: isPinned, run: () => actions.pin(column, !isPinned) },
        { label: 'Move Left', disabled: !columns.canMove(column, -1), run: () => actions.move(column, -1) },
        { label: 'Move Right', disabled: !columns.canMove(column, 1), run: () => actions.move(column, 1) },
        { label: 'Fit Width', run: () => actions.fit(column) },
        { label: 'Hide', run: () => actions.hide(column) },
      ],
    },
    { items: [{ label: 'Copy Column', run: () => actions.copyColumn(column) }] },
  ];
}

function sortWords(kind: ColumnHead['kind']): [string, string] {
  switch (kind) {
    case 'time':
      return ['Oldest First', 'Newest First'];
    case 'text':
    case 'binary':
      return ['A to Z', 'Z to A'];
    default:
      return ['Ascending', 'Descending'];
  }
}
