import { FluxError } from './errors.ts';
import { Regexp } from './values.ts';

const posix: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  digit: '0-9',
  lower: 'a-z',
  punct: '!-\\/:-@\\[-`{-~',
  space: '\\t\\n\\v\\f\\r ',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
};

/** Compiles Go's regular expression syntax (RE2) as far as JavaScript can say the same. */
export function compileRegexp(source: string): Regexp {
  let flags = '';
  const body = source
    .replace(/^\(\?([ims]+)\)/, (_, letters: string) => {
      flags = letters;
      return '';
    })
    .replaceAll('(?P<', '(?<')
    .replace(/\\A/g, '(?<![\\s\\S])')
    .replace(/\\z/g, '(?![\\s\\S])')
    .replace(/\[:(\w+):\]/g, (whole, name: string) => posix[name] ?? whole);
  for (const syntax of [`${flags}u`, flags]) {
    try {
      return new Regexp(source, new RegExp(body, syntax));
    } catch {
      // An escape that Unicode mode forbids may still be fine without it.
    }
  }
  throw new FluxError(`error parsing regexp: \`${source}\``);
}
