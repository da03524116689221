/** Names that Windows gives to devices, whatever follows the first dot. */
const reserved = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;

/**
 * A script's name as a file's, on every system: no separators, no control or reserved characters, no device names, no
 * leading or trailing dots and spaces, at most 100 characters. The extension follows the script's language.
 *
 * @param taken tells whether a name is in use by something else; compare without case
 */
export function fileNameFor(
  scriptName: string,
  language = 'flux',
  taken: (fileName: string) => boolean = () => false,
): string {
  const extension = language === 'flux' ? 'flux' : language === 'python' ? 'py' : 'sql';
  const safe = scriptName
    .normalize('NFC')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is to be removed
    .replace(/[<>:"/\\|?*\u0000-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, '-')
    .replace(/^[. ]+|[. ]+$/gu, '');
  const shortened = [...safe].slice(0, 100).join('').trimEnd();
  const stem = shortened === '' ? 'script' : reserved.test(shortened) ? `_${shortened}` : shortened;
  for (let number = 1; ; number++) {
    const candidate = `${number === 1 ? stem : `${stem}-${number}`}.${extension}`;
    if (!taken(candidate)) return candidate;
  }
}
