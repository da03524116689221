/** One configuration of the influx CLI (https://docs.influxdata.com/influxdb/v2/reference/cli/influx/config/). */
export interface InfluxConfig {
  readonly name: string;
  readonly url?: string;
  readonly token?: string;
  readonly org?: string;
  readonly active: boolean;
}

const keys: ReadonlySet<string> = new Set(['url', 'token', 'org', 'active']);

/**
 * Reads the influx CLI's file: TOML, of which it writes tables with strings and booleans. What it does not write itself is
 * skipped where nothing of ours stands, and refused where something does.
 *
 * @throws Error naming the line, and never what stands in it: it may be the token
 */
export function readInfluxConfigs(text: string): InfluxConfig[] {
  const configs = new Map<string, Record<string, string | boolean>>();
  let current: Record<string, string | boolean> | undefined;
  for (const [index, line] of text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .entries()) {
    const rest = line.trim();
    if (rest === '' || rest.startsWith('#')) continue;
    const broken = () =>
      new Error(`Line ${index + 1} of the influx CLI's configuration cannot be read. Correct it.`);
    const header = /^\[\s*(.*)$/.exec(rest)?.[1];
    if (header !== undefined) {
      const name = readKey(header);
      if (!name || !/^\s*\]\s*(#.*)?$/.test(name.rest) || configs.has(name.value)) throw broken();
      current = {};
      configs.set(name.value, current);
      continue;
    }
    const key = readKey(rest);
    const assigned = key && /^\s*=\s*(.*)$/.exec(key.rest)?.[1];
    if (!key || assigned === undefined) throw broken();
    if (!current || !keys.has(key.value)) continue;
    const value = readValue(assigned);
    if (!value || !/^\s*(#.*)?$/.test(value.rest) || Object.hasOwn(current, key.value)) throw broken();
    if ((typeof value.value === 'boolean') !== (key.value === 'active')) throw broken();
    current[key.value] = value.value;
  }
  return Array.from(configs, ([name, { url, token, org, active }]) => ({
    name,
    ...(typeof url === 'string' && url !== '' && { url }),
    ...(typeof token === 'string' && token !== '' && { token }),
    ...(typeof org === 'string' && org !== '' && { org }),
    active: active === true,
  }));
}

interface Read<T> {
  readonly value: T;
  readonly rest: string;
}

function readKey(text: string): Read<string> | undefined {
  const bare = /^[\w-]+/.exec(text)?.[0];
  return bare === undefined ? readString(text) : { value: bare, rest: text.slice(bare.length) };
}

function readValue(text: string): Read<string | boolean> | undefined {
  const word = /^(true|false)\b/.exec(text)?.[0];
  return word === undefined ? readString(text) : { value: word === 'true', rest: text.slice(word.length) };
}

/** A string on one line, in either kind of quotes. */
function readString(text: string): Read<string> | undefined {
  if (/^("""|''')/.test(text)) return undefined;
  const [literal, inside] = /^'([^']*)'/.exec(text) ?? [];
  if (literal !== undefined) return { value: inside ?? '', rest: text.slice(literal.length) };
  const [basic, escaped = ''] = /^"((?:[^"\\]|\\.)*)"/.exec(text) ?? [];
  if (basic === undefined) return undefined;
  const value = withoutEscapes(escaped);
  return value === undefined ? undefined : { value, rest: text.slice(basic.length) };
}

const escapes: Readonly<Record<string, string>> = {
  b: '\b',
  t: '\t',
  n: '\n',
  f: '\f',
  r: '\r',
  '"': '"',
  '\\': '\\',
};

/** @returns undefined for an escape that TOML does not have */
function withoutEscapes(text: string): string | undefined {
  let known = true;
  const value = text.replace(
    /\\(?:u([\da-fA-F]{4})|U([\da-fA-F]{8})|(.))/g,
    (_, short?: string, long?: string, plain?: string) => {
      const point = Number.parseInt(short ?? long ?? '', 16);
      const character = plain === undefined ? fromPoint(point) : escapes[plain];
      if (character === undefined) known = false;
      return character ?? '';
    },
  );
  return known ? value : undefined;
}

function fromPoint(point: number): string | undefined {
  return point <= 0x10ffff ? String.fromCodePoint(point) : undefined;
}
