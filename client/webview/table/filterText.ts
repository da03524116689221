import type { ColumnFilter, ColumnHead, FilterOperator, ValueKind } from '../protocol.ts';

const TEXT: readonly [FilterOperator, string][] = [
  ['contains', 'contains'],
  ['excludes', 'does not contain'],
];
const SAME: readonly [FilterOperator, string][] = [
  ['equals', 'is'],
  ['differs', 'is not'],
];
const NUMBER: readonly [FilterOperator, string][] = [
  ['equals', '='],
  ['differs', '≠'],
  ['greater', '>'],
  ['atLeast', '≥'],
  ['less', '<'],
  ['atMost', '≤'],
];
const TIME: readonly [FilterOperator, string][] = [
  ['atLeast', 'is from'],
  ['greater', 'is after'],
  ['less', 'is before'],
  ['atMost', 'is until'],
  ['equals', 'is'],
  ['differs', 'is not'],
];
const EMPTY: readonly [FilterOperator, string][] = [
  ['empty', 'is empty'],
  ['filled', 'is not empty'],
];

/** The conditions that fit a kind of values, with their words; the one that is wanted most often first. */
export function operatorsFor(kind: ValueKind): readonly [FilterOperator, string][] {
  switch (kind) {
    case 'boolean':
      return [...SAME, ...EMPTY];
    case 'time':
      return [...TIME, ...TEXT, ...EMPTY];
    case 'text':
    case 'binary':
      return [...TEXT, ...SAME, ...EMPTY];
    case 'mixed':
      return [...TEXT, ...NUMBER, ...EMPTY];
    default:
      return [...NUMBER, ...TEXT, ...EMPTY];
  }
}

export function takesValue(operator: FilterOperator): boolean {
  return operator !== 'empty' && operator !== 'filled';
}

/** `_value > 5`. */
export function filterText({ operator, value }: ColumnFilter, { label, kind }: ColumnHead): string {
  const words = operatorsFor(kind).find(([one]) => one === operator)?.[1] ?? operator;
  return takesValue(operator) ? `${label} ${words} ${value === '' ? '""' : value}` : `${label} ${words}`;
}
