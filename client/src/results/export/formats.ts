import type { CopyFormat, FileFormat } from '../../../webview/protocol.ts';
import { CsvWriter } from './csv.ts';
import { JsonWriter } from './json.ts';
import { MarkdownWriter } from './markdown.ts';
import type { RowWriter } from './rowWriter.ts';

export interface WriterOptions {
  /** Whether cells that a spreadsheet would run as formulas are defused, where spreadsheets read the format. */
  readonly defuse: boolean;
}

/** A form that rows can be saved in. */
export interface RowFormat {
  readonly name: string;
  readonly extension: string;
  /** Whether it tells numbers from texts. */
  readonly typed: boolean;
  writer(options: WriterOptions): RowWriter;
}

export const ROW_FORMATS: Readonly<Record<Exclude<FileFormat, 'annotated'>, RowFormat>> = {
  csv: {
    name: 'CSV',
    extension: 'csv',
    typed: false,
    writer: ({ defuse }) => new CsvWriter({ separator: ',', lineEnd: '\r\n', header: true, defuse }),
  },
  json: { name: 'JSON', extension: 'json', typed: true, writer: () => new JsonWriter('array') },
  jsonl: { name: 'JSON Lines', extension: 'jsonl', typed: true, writer: () => new JsonWriter('lines') },
  markdown: { name: 'Markdown', extension: 'md', typed: false, writer: () => new MarkdownWriter() },
};

export const fileFormats: readonly FileFormat[] = ['annotated', 'csv', 'json', 'jsonl', 'markdown'];
export const copyFormats: readonly CopyFormat[] = ['tsv', 'csv', 'json', 'markdown'];

/** The writer for what goes to the clipboard. `header` is about separated values; the others always have their labels. */
export function copyWriter(format: CopyFormat, header: boolean, { defuse }: WriterOptions): RowWriter {
  switch (format) {
    case 'tsv':
    case 'csv':
      return new CsvWriter({ separator: format === 'csv' ? ',' : '\t', lineEnd: '\n', header, defuse });
    case 'json':
      return new JsonWriter('array');
    case 'markdown':
      return new MarkdownWriter();
  }
}
