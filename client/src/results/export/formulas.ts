/** What a spreadsheet may take for a formula when a cell begins with it: https://owasp.org/www-community/attacks/CSV_Injection */
const DANGEROUS = /^[=+\-@\t\r\n\0\uff1d\uff0b\uff0d\uff20]/;
/** As InfluxDB and people write numbers; a spreadsheet computes nothing with them. */
const NUMBER = /^[+-](?:(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|Inf)$/;

/** The text with an apostrophe in front if a spreadsheet would run it as a formula; plain numbers stay as they are. */
export function defuse(text: string): string {
  return DANGEROUS.test(text) && !NUMBER.test(text) ? `'${text}` : text;
}
