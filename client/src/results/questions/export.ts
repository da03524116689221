import type { ExportQuestions, View } from '../../../webview/protocol.ts';
import { fileToSave } from '../export/exporting.ts';
import { fileFormats } from '../export/formats.ts';
import { type Answers, type Asked, oneOf, type Shapes } from './question.ts';
import { view } from './table.ts';

export const exportShapes: Shapes<ExportQuestions> = {
  shown: { view },
  export: { format: oneOf(...fileFormats), scope: oneOf('shown', 'answer') },
};

/** Saves what was received, or the rows of it, to files. */
export function exportAnswers(asked: Asked): Answers<ExportQuestions> {
  let shown: View | undefined;
  return {
    shown: ({ view }) => {
      shown = view;
      return null;
    },
    export: async ({ format, scope }) => {
      if (scope === 'shown' && shown === undefined) {
        throw new Error('There are no rows to save yet.');
      }
      const view = scope === 'shown' ? shown : undefined;
      const file = fileToSave(asked, format, view, asked.ports.defusesFormulas());
      const saved = await asked.ports.saveFile(file);
      return { saved, said: saved ? file.saved() : '' };
    },
  };
}
