import { parentPort } from 'node:worker_threads';
import { Flux } from '@influxdata/flux-lsp-node';
import { keepSmall } from '../memory.ts';
import { check, hoverText, inferParams } from './analysis.ts';
import { Compiler } from './compiler.ts';
import type { Answer, Question } from './messages.ts';

// The thread that the compiler runs in, and may die in.

// The compiler writes its log to the console, and standard output belongs to the protocol of whoever started us.
console.log = console.info = console.debug = () => undefined;

const compiler = new Compiler();

const worked = keepSmall();

parentPort?.on('message', async (question: Question) => {
  worked();
  let answer: Answer;
  try {
    answer = { ok: true, value: await answerTo(question) };
  } catch {
    answer = { ok: false };
  }
  parentPort?.postMessage(answer);
});

async function answerTo(question: Question): Promise<unknown> {
  const { text } = question;
  switch (question.kind) {
    case 'check':
      return await check(compiler, text);
    case 'inferParams':
      return await inferParams(compiler, text);
    case 'typeAt':
      return await compiler.withDocument(text, async (uri) => {
        const { position } = question;
        return hoverText(await compiler.request('textDocument/hover', { textDocument: { uri }, position }));
      });
    case 'format':
      return format(text);
    default:
      return question satisfies never;
  }
}

function format(text: string): string | undefined {
  try {
    return new Flux(text).format();
  } catch (error) {
    // It throws a text for what it cannot parse; a panic is a RuntimeError.
    if ((error as Error)?.name === 'RuntimeError') throw error;
    return undefined;
  }
}
