import { bind } from '../flux/bindings.ts';
import { givenNames } from '../flux/given.ts';
import { parse } from '../flux/parser.ts';
import { Positions } from '../flux/positions.ts';
import { keyName } from '../flux/syntax.ts';
import { walk } from '../flux/walk.ts';
import type { ParamType } from '../protocol.ts';
import type { Compiler, Diagnostic } from './compiler.ts';
import type { CompilerMessage } from './engine.ts';
import { parseRecordType } from './inferredParams.ts';

/**
 * What the compiler says of a text. It does not know the records that a server gives a script, and any error keeps it
 * from linting: so they are declared, as of any type, in the text that it reads.
 */
export async function check(compiler: Compiler, text: string): Promise<CompilerMessage[]> {
  const declaration = declarationFor(text);
  if (declaration) {
    const messages = await checkWith(compiler, text, declarationPlace(text), declaration);
    if (messages) return messages;
  }
  const positions = new Positions(text);
  const diagnostics = await compiler.withDocument(text, (_, published) => published);
  return diagnostics
    .filter(({ message }) => !givenNames.some((name) => message === `undefined identifier ${name}`))
    .map((diagnostic) => toMessage(diagnostic, (place) => positions.fromCompiler(place)));
}

/** @returns undefined when the declaration itself is complained of: the text is broken around it */
async function checkWith(
  compiler: Compiler,
  text: string,
  place: number,
  declaration: string,
): Promise<CompilerMessage[] | undefined> {
  const declared = text.slice(0, place) + declaration + text.slice(place);
  const positions = new Positions(declared);
  const diagnostics = await compiler.withDocument(declared, (_, published) => published);
  const isOurs = ({ range }: Diagnostic) => {
    const start = positions.fromCompiler(range.start);
    return start >= place && start < place + declaration.length;
  };
  if (diagnostics.some((diagnostic) => isOurs(diagnostic) && (diagnostic.severity ?? 1) === 1))
    return undefined;
  const back = (at: Diagnostic['range']['start']) => {
    const offset = positions.fromCompiler(at);
    return offset <= place ? offset : Math.max(place, offset - declaration.length);
  };
  return diagnostics
    .filter((diagnostic) => !isOurs(diagnostic))
    .map((diagnostic) => toMessage(diagnostic, back));
}

/**
 * Declares the given names that the text seems to use and not to define itself. It goes by their looks: this stands before
 * every check, a declaration too many does no harm, and one that does is found out.
 */
function declarationFor(text: string): string {
  const names = givenNames.filter(
    (name) =>
      new RegExp(`(?<![\\w.])${name}\\b`).test(text) &&
      !new RegExp(`^(?:option\\s+)?${name}\\s*=(?![=~>])`, 'm').test(text),
  );
  return names.length > 0 ? ` ${names.map((name) => `builtin ${name} : A`).join(' ')} ` : '';
}

const header = /(?:\s+|\/\/[^\n]*|@\w+\([^)\n]*\)|(package\s+\w+|import\s+(?:\w+\s+)?"[^"\n]*"))/y;

/** Declarations stand after the imports. */
function declarationPlace(text: string): number {
  let place = 0;
  header.lastIndex = 0;
  for (let match = header.exec(text); match; match = header.exec(text)) {
    if (match[1] !== undefined) place = header.lastIndex;
  }
  return place;
}

/** The inferred keys of the free record `params`, in no particular order. */
export async function inferParams(compiler: Compiler, text: string): Promise<Map<string, ParamType>> {
  const { file } = parse(text);
  const [use] = bind(file).free.get('params') ?? [];
  if (!use) return new Map();
  const position = new Positions(text).toCompiler(use.node.start);
  const printed = await compiler.withDocument(text, (uri) =>
    compiler.request('textDocument/hover', { textDocument: { uri }, position }),
  );
  const labels = new Set<string>();
  for (const node of walk(file)) {
    if (node.type === 'MemberExpression') labels.add(keyName(node.property));
  }
  return parseRecordType(hoverText(printed) ?? '', labels);
}

/** What a hover answer says, whichever of its forms it has. */
export function hoverText(hover: unknown): string | undefined {
  const contents = (hover as { contents?: unknown } | undefined)?.contents;
  if (typeof contents === 'string') return contents;
  const value = (contents as { value?: unknown } | undefined)?.value;
  return typeof value === 'string' ? value : undefined;
}

const severities = ['error', 'error', 'warning', 'information', 'hint'] as const;

function toMessage(
  { message, severity = 1, range }: Diagnostic,
  offsetOf: (place: Diagnostic['range']['start']) => number,
): CompilerMessage {
  return {
    severity: severities[severity] ?? 'error',
    // Some syntax errors repeat their place, in the name of the virtual file.
    message: message.replace(/ ?main\.flux@\d+:\d+-\d+:\d+: /, ' '),
    start: offsetOf(range.start),
    end: offsetOf(range.end),
  };
}
