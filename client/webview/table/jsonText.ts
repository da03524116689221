/** Longer texts are shown as they are. */
const MAX_LENGTH = 200_000;

/**
 * Spreads a JSON object or array over lines; undefined when the text is neither. Only white space changes, so that numbers keep
 * their digits and keys their order.
 */
export function spreadJson(text: string): string | undefined {
  const trimmed = text.trim();
  if (!/^[[{]/.test(trimmed) || trimmed.length > MAX_LENGTH) {
    return undefined;
  }
  try {
    JSON.parse(trimmed);
  } catch {
    return undefined;
  }
  let depth = 0;
  let spread = '';
  const newLine = () => `\n${'  '.repeat(depth)}`;
  for (const [token] of trimmed.matchAll(/"(?:[^"\\]|\\.)*"|[{[]\s*[}\]]|[{}[\],:]|[^\s{}[\],:"]+/g)) {
    if (token === '{' || token === '[') {
      depth += 1;
      spread += token + newLine();
    } else if (token === '}' || token === ']') {
      depth -= 1;
      spread += newLine() + token;
    } else if (token === ',') {
      spread += token + newLine();
    } else if (token === ':') {
      spread += ': ';
    } else {
      spread += /^[{[]/.test(token) ? token.replace(/\s/g, '') : token;
    }
  }
  return spread;
}
