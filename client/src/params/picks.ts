import type { ScriptParameter } from '../../../server/src/protocol.ts';

/** A value that is offered for a parameter before anybody typed. */
export interface Suggestion {
  readonly value: string;
  /** What it is, where the value does not say it. */
  readonly about: string;
}

/** Lengths, where a moment is counted back from now is not what is meant. */
const forward = /every|window|period|interval|offset|timeout|duration|length|step/i;

/** What is offered for a parameter without asking anybody: its default, and what is often typed for its type. */
export function picksFor({
  name,
  expects,
  default: standard,
}: Pick<ScriptParameter, 'name' | 'expects' | 'default'>): Suggestion[] {
  const usual = usualFor(expects, standard === undefined ? forward.test(name) : !standard.startsWith('-'));
  const rest = usual.filter(({ value }) => value !== standard);
  return standard === undefined ? rest : [{ value: standard, about: 'default' }, ...rest];
}

function usualFor(expects: ScriptParameter['expects'], ahead: boolean): Suggestion[] {
  if (expects === 'duration') {
    const values = ahead ? ['1m', '10m', '1h', '1d'] : ['-1h', '-7d', '-30d'];
    return values.map((value) => ({ value, about: '' }));
  }
  if (expects !== 'time') return [];
  return [
    { value: 'now', about: 'the moment of the run' },
    { value: '-1h', about: 'an hour before it' },
    { value: '-7d', about: 'a week before it' },
    { value: '-30d', about: '30 days before it' },
  ];
}

/** A date and time as a picker gives it (`2026-01-31T12:00`), in this machine's zone, as RFC 3339 with that zone. */
export function withZone(local: string): string {
  const time = new Date(local);
  if (Number.isNaN(time.getTime())) return '';
  const clock = local.length === 16 ? `${local}:00` : local;
  const minutes = -time.getTimezoneOffset();
  if (minutes === 0) return `${clock}Z`;
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const away = Math.abs(minutes);
  return `${clock}${minutes < 0 ? '-' : '+'}${two(away / 60)}:${two(away % 60)}`;
}
