/** What a command says: to people by lines, to programs as one JSON object on standard output. */
export class Output {
  readonly json: boolean;

  constructor(json: boolean) {
    this.json = json;
  }

  /** A line of the result, for people. */
  line(text = ''): void {
    if (!this.json) process.stdout.write(`${printable(text)}\n`);
  }

  /** What goes beside the result. */
  note(text: string): void {
    process.stderr.write(`${printable(text)}\n`);
  }

  /** The result, for programs; nothing for people, who have read its lines. */
  result(value: object): void {
    if (this.json) process.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`);
  }
}

/** Names and messages come from a server: what would steer a terminal is left out. */
function printable(text: string): string {
  return text.replace(/(?![\t\n])[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '');
}

/** Columns as wide as their widest cell; the last one as it is. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((cells) => [...(cells[column] ?? '')].length)),
  );
  return rows.map((cells) =>
    cells
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - [...cell].length))
      .join('  ')
      .trimEnd(),
  );
}

/** How many there are of each, as `3 in sync, 1 only here`. */
export function tally(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].map(([word, count]) => `${count} ${word}`).join(', ');
}
