import { element, icon, setText } from '../dom.ts';
import { openPopover } from '../popup/popover.ts';
import { below } from '../popup/popup.ts';
import { LOCAL, type TimeFormat, type TimeStyle } from '../protocol.ts';

const FORMATS: readonly [TimeFormat, string, string][] = [
  ['rfc3339', 'RFC 3339', '2024-05-01T12:00:00.5Z'],
  ['nine', 'RFC 3339, nine digits', '2024-05-01T12:00:00.500000000Z'],
  ['plain', 'Date and time', '2024-05-01 12:00:00.5'],
  ['ms', 'Milliseconds since 1970', '1714564800500'],
  ['ns', 'Nanoseconds since 1970', '1714564800500000000'],
];

/** What a column of times says of how they read; empty when they read as InfluxDB writes them. */
export function styleNote(style: TimeStyle | undefined): string {
  return style === undefined
    ? ''
    : style.format === 'ms' || style.format === 'ns'
      ? style.format
      : style.zone;
}

/** The button that says how times read, and lets a person choose. */
export class TimeControl {
  readonly element = element('button', { class: 'plain', type: 'button', title: 'How times read' });
  readonly #text = element('span', {});
  readonly #chosen: (style: TimeStyle) => Promise<void>;
  #style: TimeStyle = { zone: 'UTC', format: 'rfc3339' };

  /** `chosen` throws when the style cannot be shown. */
  constructor(chosen: (style: TimeStyle) => Promise<void>) {
    this.#chosen = chosen;
    this.element.append(icon('clock'), this.#text);
    this.element.addEventListener('click', () => this.#open());
    this.show(this.#style);
  }

  show(style: TimeStyle): void {
    this.#style = style;
    const { zone, format } = style;
    const text =
      format === 'ms' || format === 'ns' ? `Epoch ${format}` : zone === 'local' ? 'Local time' : zone;
    setText(this.#text, text);
    this.element.setAttribute('aria-label', `Times: ${text}`);
  }

  #open(): void {
    const { zone, format } = this.#style;
    const formats = element(
      'select',
      { 'aria-label': 'Format' },
      ...FORMATS.map(([value, name, example]) => element('option', { value, title: example }, name)),
    );
    formats.value = format;
    const zones = element('input', {
      type: 'text',
      list: 'zones',
      'aria-label': 'Time zone',
      placeholder: 'Time zone',
      spellcheck: 'false',
    });
    zones.value = zone === 'local' ? LOCAL : zone;
    const quick = (name: string, value: string) => {
      const made = element('button', { class: 'secondary', type: 'button' }, name);
      made.addEventListener('click', () => {
        zones.value = value === 'local' ? LOCAL : value;
        void apply(value);
      });
      return made;
    };
    const example = element('div', { class: 'example' });
    const problem = element('div', { class: 'problem', role: 'alert' });
    const showExample = () => setText(example, FORMATS.find(([value]) => value === formats.value)?.[2] ?? '');
    const apply = async (wanted: string) => {
      showExample();
      const style: TimeStyle = { zone: wanted, format: formats.value as TimeFormat };
      try {
        setText(problem, '');
        await this.#chosen(style);
      } catch (error) {
        setText(problem, error instanceof Error ? error.message : String(error));
      }
    };
    // A zone that was chosen as the local one stays local.
    const current = () =>
      this.#style.zone === 'local' && zones.value === LOCAL ? 'local' : zones.value.trim() || 'UTC';
    formats.addEventListener('change', () => void apply(current()));
    zones.addEventListener('change', () => void apply(current()));
    showExample();
    openPopover(
      'How times read',
      [
        element('div', { class: 'popover-title' }, 'Times'),
        element('label', { class: 'popover-field' }, element('span', {}, 'Format'), formats),
        example,
        element('label', { class: 'popover-field' }, element('span', {}, 'Zone'), zones),
        element('div', { class: 'popover-buttons' }, quick('UTC', 'UTC'), quick(`Local (${LOCAL})`, 'local')),
        problem,
        element(
          'datalist',
          { id: 'zones' },
          ...['UTC', ...Intl.supportedValuesOf('timeZone')].map((name) => element('option', { value: name })),
        ),
      ],
      below(this.element),
    );
  }
}
