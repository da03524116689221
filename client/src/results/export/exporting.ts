import type { FileFormat, View } from '../../../webview/protocol.ts';
import type { Asked } from '../questions/question.ts';
import { resultView } from '../views.ts';
import { textOf, utf8 } from './content.ts';
import { type FileToSave, fileName } from './fileToSave.ts';
import { ROW_FORMATS, type RowFormat } from './formats.ts';
import { type Reread, reread } from './reread.ts';
import type { Section } from './rowWriter.ts';
import { storeSections, viewSections } from './sections.ts';

type Exported = Pick<Asked, 'run' | 'store' | 'received'>;

/** What rows a file gets. */
interface Rows {
  /** What the file is named after. */
  readonly name: string;
  sections(): Iterable<Section> | AsyncIterable<Section>;
  /** How far it is when so many rows were written, from 0 to 1. */
  share(rows: number): number;
  /** Sentences for whoever gets the file. */
  remarks(): readonly string[];
}

const integers = new Intl.NumberFormat('en-US');

/**
 * A file with the rows of a view, or of the whole answer if none is given. `defuse`: whether cells that a spreadsheet would run are
 * defused, where the format is for spreadsheets. Throws a RangeError when the view is not there.
 */
export function fileToSave(
  exported: Exported,
  format: FileFormat,
  view: View | undefined,
  defuse: boolean,
): FileToSave {
  if (format === 'annotated') {
    return annotatedFile(exported);
  }
  const rowFormat = ROW_FORMATS[format];
  const rows = view === undefined ? answerRows(exported, rowFormat) : viewRows(exported, view);
  return rowsFile(rows, rowFormat, defuse);
}

/** The bytes that were received, as they came. */
function annotatedFile({ run, store, received }: Exported): FileToSave {
  let bytes = 0;
  return {
    name: fileName(run.scriptName, 'csv'),
    kind: 'CSV as received',
    extension: 'csv',
    async *content({ signal, report }) {
      for await (const chunk of received.chunks()) {
        signal.throwIfAborted();
        bytes += chunk.length;
        report(bytes / received.bytes);
        yield chunk;
      }
    },
    saved: () => sentences(`${counted(bytes, 'byte')} as received.`, received.problem, ...ending(store)),
  };
}

function rowsFile({ name, sections, share, remarks }: Rows, format: RowFormat, defuse: boolean): FileToSave {
  const writer = format.writer({ defuse });
  let written = 0;
  return {
    name: fileName(name, format.extension),
    kind: format.name,
    extension: format.extension,
    content: ({ signal, report }) =>
      utf8(
        textOf(sections(), writer, {
          signal,
          wrote: (rows) => {
            written = rows;
            report(share(rows));
          },
        }),
      ),
    saved: () => sentences(`${counted(written, 'row')}.`, defusedText(writer.defused), ...remarks()),
  };
}

/** The rows of a view. Times read as InfluxDB writes them, however the page shows them. */
function viewRows({ run, store }: Exported, { times: _, ...view }: View): Rows {
  const shown = resultView(store, view);
  return {
    name: `${run.scriptName} ${shown.title}`,
    sections: () => viewSections(shown),
    share: (rows) => rows / shown.rows,
    remarks: () => [
      ...(store.capped
        ? ['The panel holds only the first rows of the answer: save the whole answer for all.']
        : []),
      ...ending(store),
    ],
  };
}

/** All rows; those that the store does not hold are read again from what was received. */
function answerRows({ run, store, received }: Exported, { typed }: RowFormat): Rows {
  if (!store.capped) {
    return {
      name: run.scriptName,
      sections: () => storeSections(store),
      share: (rows) => rows / store.rowCount,
      remarks: () => [malformedText(store.malformedRows), ...ending(store)],
    };
  }
  const inferred = store.blocks.some(({ columns }) => columns.some((column) => column.inferred));
  const seen: Reread = { bytes: 0, malformed: 0 };
  return {
    name: run.scriptName,
    sections: () => reread(received, typed && inferred, seen),
    share: () => seen.bytes / received.bytes,
    remarks: () => [received.problem, malformedText(seen.malformed), ...ending(store)],
  };
}

/** What there is to say of how the answer ended. */
function ending({ state, errors }: Exported['store']): string[] {
  return [
    state === 'reading' ? 'The run goes on: this is what had arrived.' : '',
    state === 'incomplete' ? 'The answer is incomplete: this is what arrived.' : '',
    errors.length > 0 ? 'The server stopped with an error: there may be more.' : '',
  ];
}

function malformedText(rows: number): string {
  return rows === 0 ? '' : `${counted(rows, 'row')} with a wrong number of cells had to be left out.`;
}

/** What a person is told of cells that do not read as the server sent them. */
export function defusedText(cells: number): string {
  return cells === 0
    ? ''
    : `${cells === 1 ? '1 cell that a spreadsheet would run as a formula begins' : `${integers.format(cells)} cells that a spreadsheet would run as formulas begin`} with an apostrophe now.`;
}

function counted(count: number, noun: string): string {
  return `${integers.format(count)} ${noun}${count === 1 ? '' : 's'}`;
}

function sentences(...all: readonly string[]): string {
  return all.filter((sentence) => sentence !== '').join(' ');
}
