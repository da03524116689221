import { element, setText } from '../dom.ts';
import { openPopover } from '../popup/popover.ts';
import type { Spot } from '../popup/popup.ts';
import type { ColumnFilter, ColumnHead, FilterOperator } from '../protocol.ts';
import { oneLine } from '../visibleText.ts';
import { operatorsFor, takesValue } from './filterText.ts';

const PLACEHOLDERS: Readonly<Partial<Record<ColumnHead['kind'], string>>> = {
  time: '2024-05-01 12:00',
  duration: '1h30m',
  boolean: 'true',
};

/**
 * Asks for a condition on a column; `before` is the one to change. `apply` gets the condition, or undefined to take it away, and
 * throws what is wrong with it.
 */
export function editFilter(
  column: number,
  head: ColumnHead,
  before: ColumnFilter | undefined,
  at: Spot,
  apply: (filter: ColumnFilter | undefined) => Promise<void>,
): void {
  const name = oneLine(head.label);
  const operator = element(
    'select',
    { 'aria-label': 'Condition' },
    ...operatorsFor(head.kind).map(([value, words]) => element('option', { value }, words)),
  );
  const value = element('input', {
    type: 'text',
    'aria-label': 'Value',
    placeholder: PLACEHOLDERS[head.kind],
    spellcheck: 'false',
  });
  const problem = element('div', { class: 'problem', role: 'alert' });
  const remove = element('button', { type: 'button', class: 'secondary' }, 'Remove');
  const submit = element('button', { type: 'submit', class: 'primary' }, 'Filter');
  const form = element(
    'form',
    { class: 'filter-form' },
    element('div', { class: 'popover-title' }, `Filter ${name}`),
    element('div', { class: 'popover-fields' }, operator, value),
    problem,
    element('div', { class: 'popover-buttons' }, submit, ...(before === undefined ? [] : [remove])),
  );
  operator.value = before?.operator ?? operator.value;
  value.value = before?.value ?? '';
  const showValue = () => {
    value.hidden = !takesValue(operator.value as FilterOperator);
  };
  showValue();
  operator.addEventListener('change', showValue);
  const close = openPopover(`Filter ${name}`, [form], at);
  if (!value.hidden) {
    value.select();
    value.focus();
  }
  const send = async (filter: ColumnFilter | undefined) => {
    try {
      setText(problem, '');
      await apply(filter);
      close();
    } catch (error) {
      setText(problem, error instanceof Error ? error.message : String(error));
    }
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void send({ column, operator: operator.value as FilterOperator, value: value.value });
  });
  remove.addEventListener('click', () => void send(undefined));
}
