import { parse } from '@influxdata/flux-lsp-node';
import type { File } from '../flux/ast.ts';
import type { ParamType } from '../protocol.ts';
import type { Compiler, Diagnostic } from './compiler.ts';
import type { Analysis, CompilerMessage } from './engine.ts';
import { parseRecordType } from './inferredParams.ts';

const undefinedParams = 'undefined identifier params';
/** Declares `params` as of any type, so that the compiler gets as far as its lints. */
const declaration = ' builtin params : A ';

/**
 * Everything the compiler says of a text. It does not know `params`: its complaint about the free record is left out, and
 * since any error keeps it from linting, a text that is right otherwise is linted with a declaration inserted.
 */
export async function analyze(compiler: Compiler, text: string): Promise<Analysis> {
  const file = parse(text) as File;
  return await compiler.withDocument(text, async (uri, diagnostics) => {
    const free = diagnostics.filter(({ message }) => message === undefinedParams);
    const others = diagnostics.filter(({ message }) => message !== undefinedParams);
    const [first] = free;
    if (!first) return { file, messages: others.map(toMessage), params: new Map<string, ParamType>() };
    const position = first.range.start;
    const printed = await compiler.request('textDocument/hover', { textDocument: { uri }, position });
    const params = parseRecordType(hoverText(printed) ?? '', memberLabels(file));
    const lints = others.length > 0 ? [] : await lint(compiler, text, file);
    return { file, messages: [...others, ...lints].map(toMessage), params };
  });
}

/** What a hover answer says, whichever of its forms it has. */
export function hoverText(hover: unknown): string | undefined {
  const contents = (hover as { contents?: unknown } | undefined)?.contents;
  if (typeof contents === 'string') return contents;
  const value = (contents as { value?: unknown } | undefined)?.value;
  return typeof value === 'string' ? value : undefined;
}

async function lint(compiler: Compiler, text: string, file: File): Promise<Diagnostic[]> {
  const { line, character } = declarationPlace(file);
  const lines = text.split('\n');
  const bytes = Buffer.from(lines[line] ?? '');
  lines[line] = bytes.subarray(0, character).toString() + declaration + bytes.subarray(character).toString();
  const back = (place: { line: number; character: number }) =>
    place.line === line && place.character >= character + declaration.length
      ? { line, character: place.character - declaration.length }
      : place;
  return await compiler.withDocument(lines.join('\n'), (_, diagnostics) =>
    diagnostics
      // An error here is the declaration's: the text itself has none.
      .filter(({ severity, message }) => severity !== 1 && !message.includes('`params`'))
      .map((diagnostic) => ({
        ...diagnostic,
        range: { start: back(diagnostic.range.start), end: back(diagnostic.range.end) },
      })),
  );
}

/** Declarations stand after the imports. */
function declarationPlace(file: File): { line: number; character: number } {
  const last = file.imports?.at(-1) ?? file.package;
  if (!last) return { line: 0, character: 0 };
  return { line: last.location.end.line - 1, character: last.location.end.column - 1 };
}

/** The labels that any member expression in the text names. */
function memberLabels(file: File): Set<string> {
  const labels = new Set<string>();
  JSON.stringify(file, (key, value: unknown) => {
    if (key === 'property') {
      const { name, value: literal } = value as { name?: string; value?: string };
      const label = name ?? literal;
      if (label !== undefined) labels.add(label);
    }
    return value;
  });
  return labels;
}

const severities = ['error', 'error', 'warning', 'information', 'hint'] as const;

function toMessage({ message, severity = 1, range }: Diagnostic): CompilerMessage {
  return {
    severity: severities[severity] ?? 'error',
    // Some syntax errors repeat their place, in the name of the virtual file.
    message: message.replace(/ ?main\.flux@\d+:\d+-\d+:\d+: /, ' '),
    start: { line: range.start.line + 1, column: range.start.character + 1 },
    end: { line: range.end.line + 1, column: range.end.character + 1 },
  };
}
