import type { RawQuestions } from '../../../webview/protocol.ts';
import { CLIPBOARD_CHARACTERS } from '../export/clipboard.ts';
import { RawText } from '../raw/rawText.ts';
import { type Answers, type Asked, count, type Shapes } from './question.ts';

/** No page needs more at a time. */
const MAX_LINES = 500;

export const rawShapes: Shapes<RawQuestions> = {
  raw: {},
  rawLines: { from: count, count },
  rawLine: { line: count, from: count },
  rawCopy: {},
};

/** Answers what is asked of the bytes that the server sent. */
export function rawAnswers({ received, ports }: Asked): Answers<RawQuestions> {
  const text = new RawText(received);
  return {
    raw: () => text.head(),
    rawLines: async ({ from, count }) => ({
      from,
      lines: await text.lines(from, Math.min(count, MAX_LINES)),
    }),
    rawLine: ({ line, from }) => text.piece(line, from),
    rawCopy: async () => {
      const { text: copied, bytes, truncated } = await text.all(CLIPBOARD_CHARACTERS);
      await ports.writeClipboard(copied);
      return { bytes, truncated };
    },
  };
}
