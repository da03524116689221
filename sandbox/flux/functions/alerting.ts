import { createHash } from 'node:crypto';
import { FluxError } from '../errors.ts';
import { type Builtin, builtin } from '../registry.ts';
import type { Args } from '../signature.ts';
import { Column, type KeyPart } from '../table.ts';
import type { Value } from '../values.ts';

// What packages that notify other machines have that sends nothing: converters, checks and addresses.

/** Package slack. */
export const slackConstants: Readonly<Record<string, Value>> = {
  defaultURL: 'https://slack.com/api/chat.postMessage',
};
export const slack: readonly Builtin[] = [builtin('validateColorString(color: string)', validateColor)];

/** One of three words, or # and a hexadecimal number that fits three bytes. */
function validateColor(args: Args): string {
  const color = args.string('color');
  if (['good', 'warning', 'danger'].includes(color)) return color;
  if (color.startsWith('#')) {
    const digits = color.slice(1);
    if (!/^[+-]?[\da-f]+$/i.test(digits))
      throw new FluxError(`strconv.ParseInt: parsing ${JSON.stringify(digits)}: invalid syntax`);
    const number = Number.parseInt(digits, 16);
    if (number >= 0 && number <= 0xff_ff_ff) return color;
  }
  throw new FluxError('could not parse color string');
}

/** Package pagerduty. */
export const pagerdutyConstants: Readonly<Record<string, Value>> = {
  defaultURL: 'https://events.pagerduty.com/v2/enqueue',
};
export const pagerduty: readonly Builtin[] = [
  converter('actionFromLevel', 'level', { ok: 'resolve' }, 'trigger'),
  converter('actionFromSeverity', 'severity', { ok: 'resolve' }, 'trigger'),
  converter(
    'severityFromLevel',
    'level',
    { crit: 'critical', warn: 'warning', info: 'info', ok: 'info' },
    'error',
  ),
  builtin('dedupKey(<-tables: stream, ?exclude: array)', (args, { budget }) => {
    const exclude = new Set(args.strings('exclude', ['_start', '_stop', '_level']));
    return args.stream().map((table) => {
      budget.spend();
      const parts = table.key.parts.filter(({ label }) => !exclude.has(label));
      return table.set([Column.constant('_pagerdutyDedupKey', 'string', dedupKey(parts), table.length)]);
    });
  }),
];

/** Package contrib/rhajek/bigpanda. */
export const bigpandaConstants: Readonly<Record<string, Value>> = {
  defaultUrl: 'https://api.bigpanda.io/data/v2/alerts',
  defaultTokenPrefix: 'Bearer',
};
export const bigpanda: readonly Builtin[] = [
  converter(
    'statusFromLevel',
    'level',
    { warn: 'warning', crit: 'critical', info: 'ok', ok: 'ok' },
    'critical',
  ),
];

/** Package contrib/sranka/sensu. */
export const sensu: readonly Builtin[] = [
  builtin('toSensuName(v: string)', (args) => args.string('v').replace(/[^\w.-]/gu, '_') || '_'),
];

/** Package contrib/sranka/opsgenie. */
export const opsgenie: readonly Builtin[] = [
  builtin('respondersToJSON(v: array)', (args) => {
    const list = args.strings('v').map((text) => {
      const [, type, name = ''] = /^(user|team|escalation|schedule):(.*)$/su.exec(text) ?? [];
      if (type === undefined)
        throw new FluxError(
          `unsupported responder ${JSON.stringify(text)}, it must start with one of ['user:','team:','escalation:','schedule:']`,
        );
      return type === 'user' ? { type, username: name } : { type, name };
    });
    return goJson(list);
  }),
];

/** Go's JSON writes these as escapes, so that the text can stand in a web page. */
function goJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function converter(
  name: string,
  parameter: string,
  words: Readonly<Record<string, string>>,
  otherwise: string,
): Builtin {
  return builtin(`${name}(${parameter}: string)`, (args) => {
    const word = args.string(parameter).toLowerCase();
    return (Object.hasOwn(words, word) ? words[word] : undefined) ?? otherwise;
  });
}

/** The hash of the labels in order, each with its value. */
function dedupKey(parts: readonly KeyPart[]): string {
  const lines = [...parts]
    .sort((a, b) => Buffer.compare(Buffer.from(a.label), Buffer.from(b.label)))
    .map((part) => `${part.label}\n${keyText(part)}\n`);
  return createHash('sha256').update(lines.join('')).digest('hex');
}

function keyText({ label, type, cell }: KeyPart): string {
  if (typeof cell === 'string' || typeof cell === 'boolean') return String(cell);
  if (typeof cell === 'bigint' && type !== 'time') return String(cell);
  if (typeof cell === 'number' && /^-?[\d.]+$/.test(String(cell))) return String(cell);
  throw new FluxError(
    `the sandbox cannot tell how PagerDuty's key writes ${JSON.stringify(label)}; name it in exclude`,
    'unsupported',
  );
}
