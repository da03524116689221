/** Names that Windows gives to devices, whatever follows the first dot. */
const reserved = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;

const extensions: Readonly<Record<string, string>> = {
  flux: 'flux',
  sql: 'sql',
  influxql: 'influxql',
  python: 'py',
};

/** The language of the script that a file holds: Flux, unless its extension says otherwise. */
export function languageOf(file: string): string {
  const extension = /\.([^./]+)$/.exec(file)?.[1]?.toLowerCase();
  return Object.keys(extensions).find((language) => extensions[language] === extension) ?? 'flux';
}

/**
 * A script's name as a file's, on every system: no separators, no control or reserved characters, no device names, no
 * leading or trailing dots and spaces, at most 100 characters and 200 bytes (file systems take 255). The extension follows
 * the script's language.
 *
 * @param taken tells whether a name is in use by something else; compare without case
 */
export function fileNameFor(
  scriptName: string,
  language = 'flux',
  taken: (fileName: string) => boolean = () => false,
): string {
  const extension = extensions[language] ?? 'txt';
  const safe = scriptName
    .normalize('NFC')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is to be removed
    .replace(/[<>:"/\\|?*\u0000-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, '-')
    .replace(/^[. ]+|[. ]+$/gu, '');
  const shortened = shorten(safe).trimEnd();
  const stem = shortened === '' ? 'script' : reserved.test(shortened) ? `_${shortened}` : shortened;
  for (let number = 1; ; number++) {
    const candidate = `${number === 1 ? stem : `${stem}-${number}`}.${extension}`;
    if (!taken(candidate)) return candidate;
  }
}

function shorten(name: string): string {
  let short = '';
  for (const character of [...name].slice(0, 100)) {
    if (Buffer.byteLength(short + character) > 200) break;
    short += character;
  }
  return short;
}
