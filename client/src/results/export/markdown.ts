import { type OutColumn, type RowWriter, sameLabels } from './rowWriter.ts';

/** What Markdown, or the table around it, would read as something else than text. */
const SPECIAL = /[\\`*[\]<|~$]/g;
/** An underscore marks text only at the edges of words. */
const EDGE = /\b_|_\b/g;
/** Most cells are numbers and times. */
const PERHAPS = /[\\`*[\]<|~$&_\r\n]/;
const ENTITY = /&(?=#?\w+;)/g;

/**
 * Rows as Markdown tables (https://github.github.com/gfm/#tables-extension-), numbers aligned to the right. A row is one line:
 * line ends in cells become `<br>`, and what Markdown would give a meaning to is escaped. Rows with other labels make a table of their own.
 */
export class MarkdownWriter implements RowWriter {
  readonly defused = 0;
  #columns: readonly OutColumn[] | undefined;

  columns(columns: readonly OutColumn[]): string {
    const before = this.#columns;
    this.#columns = columns;
    if (sameLabels(before, columns)) {
      return '';
    }
    const heads = line(columns.map(({ head }) => cell(head.label)));
    const marks = line(columns.map(({ head }) => (head.numeric ? '---:' : '---')));
    return `${before === undefined ? '' : '\n'}${heads}${marks}`;
  }

  row(row: number): string {
    return line((this.#columns ?? []).map((column) => cell(column.text(row))));
  }

  end(): string {
    return '';
  }
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |\n`;
}

function cell(text: string): string {
  if (!PERHAPS.test(text)) {
    return text;
  }
  const escaped = text.replace(SPECIAL, '\\$&').replace(ENTITY, '\\&');
  const marked = (escaped.match(EDGE)?.length ?? 0) > 1 ? escaped.replaceAll('_', '\\_') : escaped;
  return marked.replace(/\r\n|\n|\r/g, '<br>');
}
