import { parentPort } from 'node:worker_threads';
import { Flux, parse } from '@influxdata/flux-lsp-node';
import { analyze, hoverText } from './analysis.ts';
import { Compiler } from './compiler.ts';
import type { CompilerCompletion } from './engine.ts';
import type { Answer, Question } from './messages.ts';

// The thread that the compiler runs in, and may die in.

// The compiler writes its log to the console, and standard output belongs to the protocol of whoever started us.
console.log = console.info = console.debug = () => undefined;

const compiler = new Compiler();

parentPort?.on('message', async (question: Question) => {
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
    case 'parse':
      return parse(text);
    case 'analyze':
      return await analyze(compiler, text);
    case 'complete':
      return await compiler.withDocument(text, async (uri) => {
        const { position } = question;
        const params = { textDocument: { uri }, position, context: { triggerKind: 1 } };
        const list = await compiler.request('textDocument/completion', params);
        return ((list as { items?: CompilerCompletion[] } | undefined)?.items ?? []).map(plain);
      });
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

function plain(item: CompilerCompletion & { documentation?: unknown }): CompilerCompletion {
  const { label, kind, detail, documentation, insertText, insertTextFormat, filterText, sortText } = item;
  const text = (documentation as { value?: string } | undefined)?.value ?? documentation;
  const found = {
    label,
    kind,
    detail,
    documentation: text,
    insertText,
    insertTextFormat,
    filterText,
    sortText,
  };
  return Object.fromEntries(
    Object.entries(found).filter(([, value]) => value !== undefined),
  ) as unknown as CompilerCompletion;
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
