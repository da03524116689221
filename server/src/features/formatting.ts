import type { FormattingOptions, Range, TextEdit } from 'vscode-languageserver';
import type { FluxEngine } from '../engine/engine.ts';
import { lineEndOf, type TextChange, toTextEdits } from '../flux/edits.ts';
import { layOut, withoutComments } from '../flux/layout.ts';
import type { LayoutStyle } from '../flux/layoutWriter.ts';
import { parse, type SyntaxTree } from '../flux/parser.ts';
import type { Span } from '../flux/positions.ts';
import type { Token } from '../flux/tokens.ts';
import type { Script } from '../script.ts';

type Formatter = Pick<FluxEngine, 'format'>;

/** A formatted text may be laid out in another way yet, since the compiler minds its lines; it settles soon. */
const maxRounds = 6;

/**
 * Lays a script out as the compiler does, but for comments, which stay, and the spelling of literals. Statements with
 * syntax errors are left alone.
 *
 * @throws EngineFailure when the compiler dies on the text
 */
export async function formatting(
  script: Script,
  options: FormattingOptions,
  engine: Formatter,
  signal?: AbortSignal,
): Promise<TextEdit[]> {
  return toTextEdits(await changesTo(script, options, engine, signal), script.positions);
}

/** The same for the lines of a range; what stands around them keeps its lines. */
export async function rangeFormatting(
  script: Script,
  range: Range,
  options: FormattingOptions,
  engine: Formatter,
  signal?: AbortSignal,
): Promise<TextEdit[]> {
  const { positions } = script;
  // A range that ends before a line's first character was drawn over whole lines.
  const whole = range.end.character === 0 && range.end.line > range.start.line;
  const start = positions.lineStart(range.start.line);
  const end = positions.lineEnd(whole ? range.end.line - 1 : range.end.line);
  const changes = await changesTo(script, options, engine, signal);
  const within = changes.flatMap((change) => {
    if (change.start >= start) return change.end <= end ? change : [];
    // The first line's indentation is its own; the line break before it is not.
    if (change.end < start || change.end > end || !/[\r\n]/.test(change.newText)) return [];
    return { start, end: change.end, newText: /[^\r\n]*$/.exec(change.newText)?.[0] ?? '' };
  });
  return toTextEdits(within, positions);
}

async function changesTo(
  { text, tree }: Script,
  { insertSpaces, tabSize }: FormattingOptions,
  engine: Formatter,
  signal?: AbortSignal,
): Promise<TextChange[]> {
  const style = { lineEnd: lineEndOf(text), indentation: insertSpaces ? ' '.repeat(tabSize) : '\t' };
  if (tree.errors.length === 0) {
    const formatted = await settle(tree, style, engine, signal);
    return (formatted && changesBetween(tree, formatted)) ?? [];
  }
  const changes: TextChange[] = [];
  for (const { start, end } of soundRuns(tree)) {
    const part = parse(text.slice(start, end));
    const formatted = await settle(part, style, engine, signal);
    const inside = (formatted && changesBetween(part, formatted)) ?? [];
    // Behind the last statement the text goes on.
    const own = inside.filter((change) => change.start < part.text.length);
    changes.push(
      ...own.map((change) => ({ ...change, start: start + change.start, end: start + change.end })),
    );
  }
  return changes;
}

/** Formats a text until nothing changes any more. @returns undefined when it cannot be formatted safely */
async function settle(
  tree: SyntaxTree,
  style: LayoutStyle,
  engine: Formatter,
  signal?: AbortSignal,
): Promise<SyntaxTree | undefined> {
  let current = tree;
  for (let round = 0; round < maxRounds; round++) {
    if (current.errors.length > 0) return undefined;
    const formatted = await engine.format(withoutComments(current), signal);
    const text = formatted === undefined ? undefined : layOut(current, parse(formatted), style);
    if (text === undefined) return undefined;
    if (text === current.text) return current;
    current = parse(text);
  }
  return undefined;
}

/** Statements in a row that have no syntax errors, on lines without. */
function soundRuns({ text, file, errors }: SyntaxTree): Span[] {
  const runs: Span[] = [];
  let run: { start: number; end: number } | undefined;
  let last = 0;
  for (const statement of [file.package ?? [], file.imports, file.body].flat()) {
    const { start, end } = statement;
    // What the reader makes of the rest of a broken line is a guess.
    const rest = run === undefined && last > 0 && !/[\r\n]/.test(text.slice(last, start));
    const broken = rest || errors.some((error) => error.start <= end && error.end >= start);
    last = end;
    if (broken) {
      run = undefined;
    } else if (run) {
      run.end = end;
    } else {
      run = { start, end };
      runs.push(run);
    }
  }
  return runs;
}

/**
 * What changes from a text to its formatted form, one change for each white space between two tokens.
 *
 * @returns undefined when more than white space and trailing commas has changed
 */
function changesBetween(from: SyntaxTree, to: SyntaxTree): TextChange[] | undefined {
  const changes: TextChange[] = [];
  let [start, newStart] = [0, 0];
  const compare = (old: Token | undefined, young: Token | undefined) => {
    const end = old?.start ?? from.text.length;
    const newText = to.text.slice(newStart, young?.start);
    if (from.text.slice(start, end) !== newText) changes.push({ start, end, newText });
    [start, newStart] = [old?.end ?? end, young?.end ?? 0];
  };
  let at = 0;
  for (const [index, young] of to.tokens.entries()) {
    if (isTrailing(from.tokens, at) && young.text !== ',') at += 1;
    const old = from.tokens[at];
    if (old?.text === young.text && old.kind === young.kind) {
      compare(old, young);
      at += 1;
    } else if (!isTrailing(to.tokens, index)) {
      return undefined;
    }
  }
  if (at < from.tokens.length) return undefined;
  compare(undefined, undefined);
  return changes;
}

/** Whether a token is a comma that ends a list. */
function isTrailing(tokens: readonly Token[], index: number): boolean {
  const { kind, text } = tokens[index] ?? {};
  if (kind !== 'punctuation' || text !== ',') return false;
  let next = tokens[index + 1];
  for (let at = index + 2; next?.kind === 'comment'; at++) next = tokens[at];
  return next?.kind === 'punctuation' && /^[)\]}]$/.test(next.text);
}
