/** What a doc comment says of one parameter. */
export interface ParameterDocumentation {
  readonly description: string;
  readonly default?: string;
  readonly line: number;
}

/**
 * Reads the parameters' documentation from a script's comments, in the convention of Flux's standard library: a heading
 * `## Parameters`, and below it `- name: What it is. Default is \`x\`.` What such a comment says of the parameters of the
 * function that it stands on is not about the script's.
 */
export function readDocumentation(text: string): Map<string, ParameterDocumentation> {
  const found = new Map<string, ParameterDocumentation>();
  let comment: string[] = [];
  let offset = 0;
  for (const [line, source] of `${text}\n`.split(/\r\n|\n|\r/).entries()) {
    const [, content] = /^\s*\/\/ ?(.*?)\r?$/.exec(source) ?? [];
    if (content !== undefined) {
      comment.push(content);
    } else if (comment.length > 0) {
      const listed = readComment(comment, line - comment.length);
      const own = listed.size > 0 ? functionParameters(text.slice(offset)) : new Set();
      for (const [name, entry] of listed) if (!own.has(name)) found.set(name, entry);
      comment = [];
    }
    offset += source.length + 1;
  }
  return found;
}

/** @param first the line that the comment begins on */
function readComment(lines: readonly string[], first: number): Map<string, ParameterDocumentation> {
  const found = new Map<string, ParameterDocumentation>();
  let inSection = false;
  let current: string | undefined;
  for (const [index, content] of lines.entries()) {
    if (/^#+\s/.test(content)) {
      inSection = /^#+\s+parameters\s*$/i.test(content);
      current = undefined;
    } else if (inSection) {
      const [, name, description = ''] = /^\s*[-*]\s+`?([^:`]+?)`?\s*:\s*(.*)$/.exec(content) ?? [];
      if (name !== undefined) {
        current = name;
        found.set(name, { description: description.trim(), line: first + index });
      } else if (content.trim() === '') {
        current = undefined;
      } else if (current !== undefined) {
        const known = found.get(current);
        if (known)
          found.set(current, { ...known, description: `${known.description} ${content.trim()}`.trim() });
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

/** The parameters of the function that a text begins with, when it does: `f = (tables=<-, n, every=1h) =>`. */
function functionParameters(text: string): Set<string> {
  const [, list = ''] = /^[ \t]*\w+[ \t]*=[ \t]*\((.*?)\)\s*=>/s.exec(text) ?? [];
  return new Set([...list.matchAll(/(?:^|,)\s*(\w+)/g)].map(([, name = '']) => name));
}
