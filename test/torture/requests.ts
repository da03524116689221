import type {
  CompletionList,
  Diagnostic,
  Hover,
  Position,
  Range,
  SelectionRange,
  SemanticTokensLegend,
  SignatureHelp,
} from 'vscode-languageserver';
import { type ParamsRequestResult, paramsRequest } from '../../server/src/protocol.ts';
import { covers, first, type Subject, show, wrongTokens } from './checks.ts';

/** What a request is about. */
export interface Place {
  readonly uri: string;
  readonly position: Position;
  readonly range: Range;
  readonly name: string;
  readonly tabs: boolean;
  /** The last that were published. */
  readonly diagnostics: readonly Diagnostic[];
}

/** One kind of request. */
export interface Kind {
  readonly method: string;
  readonly params: (place: Place) => object;
  /** @returns what is wrong with an answer that is not null, beyond its places */
  readonly wrong?: (result: never, subject: Subject, place: Place) => string | undefined;
  /** The request that completes one of the items of the answer. */
  readonly resolve?: string;
  /** It may be refused, with a reason that a person understands. */
  readonly refusable?: true;
}

const at = ({ uri, position }: Place) => ({ textDocument: { uri }, position });
const whole = ({ uri }: Place) => ({ textDocument: { uri } });
const ranged = ({ uri, range }: Place) => ({ textDocument: { uri }, range });
const options = ({ tabs }: Place) => ({ tabSize: tabs ? 8 : 4, insertSpaces: !tabs });

type Options = { readonly resolveProvider?: boolean; readonly [name: string]: unknown };

/** By capability of the server. */
const kinds: Record<string, (announced: Options) => Kind[]> = {
  hoverProvider: () => [{ method: 'textDocument/hover', params: at, wrong: wrongHover }],
  completionProvider: (announced) => [
    {
      method: 'textDocument/completion',
      params: at,
      wrong: wrongCompletion,
      ...resolved(announced, 'completionItem/resolve'),
    },
  ],
  signatureHelpProvider: () => [{ method: 'textDocument/signatureHelp', params: at, wrong: wrongSignature }],
  declarationProvider: () => [{ method: 'textDocument/declaration', params: at }],
  definitionProvider: () => [{ method: 'textDocument/definition', params: at }],
  typeDefinitionProvider: () => [{ method: 'textDocument/typeDefinition', params: at }],
  implementationProvider: () => [{ method: 'textDocument/implementation', params: at }],
  linkedEditingRangeProvider: () => [{ method: 'textDocument/linkedEditingRange', params: at }],
  documentHighlightProvider: () => [{ method: 'textDocument/documentHighlight', params: at }],
  referencesProvider: () => [
    {
      method: 'textDocument/references',
      params: (place) => ({ ...at(place), context: { includeDeclaration: place.tabs } }),
    },
  ],
  renameProvider: ({ prepareProvider }) => [
    {
      method: 'textDocument/rename',
      params: (place) => ({ ...at(place), newName: place.name }),
      refusable: true,
    },
    ...(prepareProvider
      ? [{ method: 'textDocument/prepareRename', params: at, refusable: true, wrong: wrongTarget } as const]
      : []),
  ],
  documentSymbolProvider: () => [{ method: 'textDocument/documentSymbol', params: whole }],
  foldingRangeProvider: () => [{ method: 'textDocument/foldingRange', params: whole }],
  selectionRangeProvider: () => [
    {
      method: 'textDocument/selectionRange',
      params: (place) => ({ ...whole(place), positions: [place.position, place.range.start] }),
      wrong: wrongSelection,
    },
  ],
  documentFormattingProvider: () => [
    {
      method: 'textDocument/formatting',
      params: (place) => ({ ...whole(place), options: options(place) }),
    },
  ],
  documentRangeFormattingProvider: () => [
    {
      method: 'textDocument/rangeFormatting',
      params: (place) => ({ ...ranged(place), options: options(place) }),
    },
  ],
  documentOnTypeFormattingProvider: ({ firstTriggerCharacter }) => [
    {
      method: 'textDocument/onTypeFormatting',
      params: (place) => ({ ...at(place), ch: firstTriggerCharacter, options: options(place) }),
    },
  ],
  semanticTokensProvider: ({ full, range, legend }) => {
    const wrong = ({ data }: { data: number[] }, subject: Subject) =>
      wrongTokens(data, subject, legend as SemanticTokensLegend);
    return [
      ...(full ? [{ method: 'textDocument/semanticTokens/full', params: whole, wrong }] : []),
      ...(range ? [{ method: 'textDocument/semanticTokens/range', params: ranged, wrong }] : []),
    ];
  },
  inlayHintProvider: (announced) => [
    { method: 'textDocument/inlayHint', params: ranged, ...resolved(announced, 'inlayHint/resolve') },
  ],
  codeActionProvider: (announced) => [
    {
      method: 'textDocument/codeAction',
      params: (place) => ({ ...ranged(place), context: { diagnostics: place.diagnostics } }),
      ...resolved(announced, 'codeAction/resolve'),
    },
    {
      method: 'textDocument/codeAction',
      params: (place) => ({
        ...ranged(place),
        context: { diagnostics: place.diagnostics, only: [place.tabs ? 'source' : 'refactor'] },
      }),
    },
  ],
  codeLensProvider: (announced) => [
    { method: 'textDocument/codeLens', params: whole, ...resolved(announced, 'codeLens/resolve') },
  ],
  documentLinkProvider: (announced) => [
    { method: 'textDocument/documentLink', params: whole, ...resolved(announced, 'documentLink/resolve') },
  ],
};

/** Announced, and no requests about a document. */
const silent = new Set(['textDocumentSync', 'positionEncoding', 'workspace', 'experimental']);

const paramsKind: Kind = { method: paramsRequest, params: whole, wrong: wrongParams };

/**
 * All kinds of requests that a server announces, and `flux/params`.
 * @throws Error when one is announced that is not known here: then it would go untested
 */
export function announcedKinds(capabilities: Record<string, unknown>): Kind[] {
  const found = Object.entries(capabilities).flatMap(([name, announced]) => {
    if (silent.has(name) || announced === false || announced === null) return [];
    const kind = kinds[name];
    if (!kind)
      throw new Error(`The server announces ${name}: tell test/torture/requests.ts how to ask for it.`);
    return kind(announced === true ? {} : (announced as Options));
  });
  return [...found, paramsKind];
}

function resolved({ resolveProvider }: Options, resolve: string): { resolve?: string } {
  return resolveProvider ? { resolve } : {};
}

/** An editor takes what does not stand at the cursor for something else. */
function wrongHover({ range }: Hover, _: Subject, { position }: Place): string | undefined {
  return range && !covers(range, { start: position, end: position })
    ? `its range ${show(range)} is not at the cursor`
    : undefined;
}

/** An editor that is told of another line renames nothing. */
function wrongTarget({ range }: { range: Range }, _: Subject, { position }: Place): string | undefined {
  return range.start.line <= position.line && position.line <= range.end.line
    ? undefined
    : `its range ${show(range)} is not on the cursor's line`;
}

/** An editor drops items that replace anything but a part of the cursor's line. */
function wrongCompletion({ items }: CompletionList, _: Subject, { position }: Place): string | undefined {
  return first(items, ({ label, textEdit }) => {
    if (label === '') return 'an item has no label';
    if (!textEdit) return undefined;
    const range = 'range' in textEdit ? textEdit.range : textEdit.replace;
    const around = covers(range, { start: position, end: position });
    return around && range.start.line === range.end.line
      ? undefined
      : `the item ${label} replaces ${show(range)}, not at the cursor`;
  });
}

function wrongSignature({ signatures, activeSignature, activeParameter }: SignatureHelp): string | undefined {
  const signature = signatures[activeSignature ?? 0];
  if (!signature) return `it has no signature ${activeSignature}`;
  const { label, parameters = [] } = signature;
  const active = signature.activeParameter ?? activeParameter ?? 0;
  if (active > parameters.length) return `it has no parameter ${active}`;
  return first(parameters, ({ label: part }) => {
    const within =
      typeof part === 'string' ? label.includes(part) : part[0] <= part[1] && part[1] <= label.length;
    return within ? undefined : `the label has no ${show(part)}`;
  });
}

function wrongSelection(
  result: SelectionRange[],
  _: Subject,
  { position, range }: Place,
): string | undefined {
  if (result.length !== 2) return 'it has not one answer for each position';
  return first([position, range.start], (asked, index) => {
    const found = result[index]?.range;
    return found && covers(found, { start: asked, end: asked })
      ? undefined
      : `${show(found)} is not around ${show(asked)}`;
  });
}

/** Where a key is said to stand, it stands: in the version that was asked about. */
function wrongParams({ parameters }: ParamsRequestResult, { text }: Subject): string | undefined {
  return first(parameters, ({ name, places }) =>
    first(places, (range) => {
      const there = text.in(range as Range);
      // An escaped one is written in another way than it is called.
      return there.includes(name) || there.includes('\\')
        ? undefined
        : `“${name}” is said to stand at “${there}”`;
    }),
  );
}
