import {
  CodeActionRequest,
  CodeLensRequest,
  CompletionRequest,
  DefinitionRequest,
  DocumentFormattingRequest,
  DocumentHighlightRequest,
  DocumentLinkRequest,
  DocumentRangeFormattingRequest,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  HoverRequest,
  InlayHintRequest,
  PrepareRenameRequest,
  type ProtocolRequestType,
  ReferencesRequest,
  RenameRequest,
  type RequestType,
  SelectionRangeRequest,
  SemanticTokensRangeRequest,
  SemanticTokensRequest,
  type ServerCapabilities,
  SignatureHelpRequest,
} from 'vscode-languageserver';
import type { ClientAbilities } from './completion/items.ts';
import type { FluxEngine } from './engine/engine.ts';
import { codeAction, codeActionKinds } from './features/codeAction.ts';
import { codeLens } from './features/codeLens.ts';
import { completion } from './features/completion.ts';
import { definition } from './features/definition.ts';
import { documentHighlight } from './features/documentHighlight.ts';
import { documentLink } from './features/documentLink.ts';
import { documentSymbol } from './features/documentSymbol.ts';
import { foldingRange } from './features/foldingRange.ts';
import { formatting, rangeFormatting } from './features/formatting.ts';
import { hover } from './features/hover.ts';
import { inlayHint } from './features/inlayHint.ts';
import { references } from './features/references.ts';
import { prepareRename, rename } from './features/rename.ts';
import { selectionRange } from './features/selectionRange.ts';
import { semanticTokens, semanticTokensLegend } from './features/semanticTokens.ts';
import { signatureHelp } from './features/signatureHelp.ts';
import { problemsOf } from './problems/problems.ts';
import type { InferredTypes, Script } from './script.ts';
import type { Settings } from './settings.ts';

/** What a feature may use to answer. */
export interface FeatureContext {
  readonly uri: string;
  /** The document as it is now. The compiler's types of its parameters may be those of a version before. */
  readonly script: Script;
  /** The same, once the compiler has said what it infers of this version. */
  readonly inferred: () => Promise<Script>;
  /** Keys of `params` that the server knows for the document. */
  readonly known: InferredTypes;
  readonly client: ClientAbilities;
  readonly engine: FluxEngine;
  readonly settings: Settings;
  readonly signal: AbortSignal;
}

export interface Feature {
  readonly request: { readonly method: string };
  readonly capabilities: ServerCapabilities;
  /** @returns null where there is nothing to say */
  readonly answer: (context: FeatureContext, params: never) => unknown;
}

/** Every language feature: its request, what the client is told of it, and its answer. */
export const features: readonly Feature[] = [
  feature(
    CompletionRequest.type,
    { completionProvider: { triggerCharacters: ['.', '(', ',', ':', '"', '[', ' '] } },
    ({ script, known, client, engine, signal }, { position }) =>
      completion(script, position, { known, client }, engine, signal),
  ),
  feature(HoverRequest.type, { hoverProvider: true }, async ({ inferred, engine, signal }, { position }) =>
    hover(await inferred(), position, engine, signal),
  ),
  feature(
    SignatureHelpRequest.type,
    { signatureHelpProvider: { triggerCharacters: ['(', ','], retriggerCharacters: [':', ')'] } },
    ({ script, engine, signal }, { position }) => signatureHelp(script, position, engine, signal),
  ),
  feature(DefinitionRequest.type, { definitionProvider: true }, ({ script, uri, client }, { position }) => {
    const links = definition(script, position, uri);
    if (client.links || !links) return links;
    return links.map(({ targetUri, targetSelectionRange }) => ({
      uri: targetUri,
      range: targetSelectionRange,
    }));
  }),
  feature(ReferencesRequest.type, { referencesProvider: true }, ({ script, uri }, { position, context }) =>
    references(script, position, uri, context.includeDeclaration),
  ),
  feature(DocumentHighlightRequest.type, { documentHighlightProvider: true }, ({ script }, { position }) =>
    documentHighlight(script, position),
  ),
  feature(
    PrepareRenameRequest.type,
    { renameProvider: { prepareProvider: true } },
    ({ script }, { position }) => prepareRename(script, position),
  ),
  feature(RenameRequest.type, {}, ({ script, uri }, { position, newName }) =>
    rename(script, position, newName, uri),
  ),
  feature(
    DocumentFormattingRequest.type,
    { documentFormattingProvider: true },
    ({ script, engine, signal }, { options }) => formatting(script, options, engine, signal),
  ),
  feature(
    DocumentRangeFormattingRequest.type,
    { documentRangeFormattingProvider: true },
    ({ script, engine, signal }, { range, options }) =>
      rangeFormatting(script, range, options, engine, signal),
  ),
  feature(DocumentSymbolRequest.type, { documentSymbolProvider: true }, ({ script }) =>
    documentSymbol(script),
  ),
  feature(FoldingRangeRequest.type, { foldingRangeProvider: true }, ({ script }) => foldingRange(script)),
  feature(SelectionRangeRequest.type, { selectionRangeProvider: true }, ({ script }, { positions }) =>
    selectionRange(script, positions),
  ),
  feature(DocumentLinkRequest.type, { documentLinkProvider: {} }, ({ script }) => documentLink(script)),
  feature(
    SemanticTokensRequest.type,
    { semanticTokensProvider: { legend: semanticTokensLegend, full: true, range: true } },
    ({ script }) => semanticTokens(script),
  ),
  feature(SemanticTokensRangeRequest.type, {}, ({ script }, { range }) => semanticTokens(script, range)),
  feature(InlayHintRequest.type, { inlayHintProvider: true }, async ({ inferred, settings }, { range }) =>
    inlayHint(await inferred(), range, settings),
  ),
  feature(
    CodeActionRequest.type,
    { codeActionProvider: { codeActionKinds: [...codeActionKinds] } },
    ({ script, uri, settings }, { range, context }) => {
      const shown = problemsOf(script).filter(({ group }) => settings.diagnostics[group] !== 'off');
      return codeAction(script, range, context, uri, shown);
    },
  ),
  feature(CodeLensRequest.type, { codeLensProvider: {} }, async ({ inferred, uri }) =>
    codeLens(await inferred(), uri),
  ),
];

function feature<P, R, E>(
  request:
    | RequestType<P, R, E>
    | ProtocolRequestType<P, R, never, E, never>
    | ProtocolRequestType<P, R, R, E, never>,
  capabilities: ServerCapabilities,
  answer: (context: FeatureContext, params: P) => R | null | Promise<R | null>,
): Feature {
  return { request, capabilities, answer: answer as Feature['answer'] };
}
