/** What a doc comment says of one parameter. */
export interface ParameterDocumentation {
  readonly description: string;
  readonly default?: string;
  readonly line: number;
}

/**
 * Reads the parameters' documentation from a script's comments, in the convention of Flux's standard library: a heading
 * `## Parameters`, and below it `- name: What it is. Default is \`x\`.`
 */
export function readDocumentation(text: string): Map<string, ParameterDocumentation> {
  const found = new Map<string, ParameterDocumentation>();
  let inSection = false;
  let current: string | undefined;
  for (const [line, source] of text.split('\n').entries()) {
    const [, comment] = /^\s*\/\/ ?(.*?)\r?$/.exec(source) ?? [];
    if (comment === undefined) {
      inSection = false;
    } else if (/^#+\s/.test(comment)) {
      inSection = /^#+\s+parameters\s*$/i.test(comment);
      current = undefined;
    } else if (inSection) {
      const [, name, description = ''] = /^\s*[-*]\s+`?([^:`]+?)`?\s*:\s*(.*)$/.exec(comment) ?? [];
      if (name !== undefined) {
        current = name;
        found.set(name, { description: description.trim(), line });
      } else if (comment.trim() === '') {
        current = undefined;
      } else if (current !== undefined) {
        const known = found.get(current);
        if (known)
          found.set(current, { ...known, description: `${known.description} ${comment.trim()}`.trim() });
      }
    }
  }
  for (const [name, entry] of found) found.set(name, { ...entry, ...readDefault(entry.description) });
  return found;
}

function readDefault(description: string): { default?: string } {
  const [, value] = /\bdefaults?\s+(?:is|to)\s+`([^`]*)`/i.exec(description) ?? [];
  return value === undefined ? {} : { default: value.replace(/^"(.*)"$/, '$1') };
}
