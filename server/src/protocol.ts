/**
 * Our own messages between the language client and the language server, typed once. The client imports this file for
 * its types and method names; standard LSP messages stay with vscode-languageserver.
 */

/** A parameter's type, in the API's words (`GET /api/v2/scripts/{id}/params`). */
export type ParamType = 'any' | 'bool' | 'duration' | 'float' | 'int' | 'string' | 'time' | 'uint';

/** Zero-based, UTF-16 columns, as in LSP. */
export interface ProtocolRange {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

/** One parameter of a script: everything that is known of it. */
export interface ScriptParameter {
  readonly name: string;
  /** What the compiler infers, as the API would answer. */
  readonly type: ParamType;
  /**
   * What a person types: `type`, made precise by the place of use (the conversion around it, the argument it feeds, what
   * it is compared with). `any` when nothing is known.
   */
  readonly expects: ParamType;
  /**
   * The conversion that the script wraps around every use (`duration(v: params.x)`), when there is one. Durations and
   * times then travel as JSON strings; without it they cannot travel at all.
   */
  readonly conversion?: Exclude<ParamType, 'any'>;
  /** What the value names on the server, when the place of use says so. */
  readonly role?: 'bucket' | 'measurement' | 'field' | 'tag';
  /** The tag's key, when `role` is `tag`. */
  readonly tagKey?: string;
  /**
   * The bucket that a measurement, field or tag is looked for in, when the script reads exactly one and names it in its
   * text. With a bucket among the parameters, its value says it.
   */
  readonly bucket?: string;
  /** From the script's doc comment. */
  readonly description?: string;
  /** From the script's doc comment, without quotes. */
  readonly default?: string;
  /** Every place where the key stands in the text, in order. */
  readonly places: readonly ProtocolRange[];
}

/** `flux/params`: the parameters of an open document, or of a text that is not open. */
export const paramsRequest = 'flux/params';
export type ParamsRequestParams =
  | { readonly textDocument: { readonly uri: string } }
  | { readonly text: string };
export interface ParamsRequestResult {
  readonly parameters: readonly ScriptParameter[];
  /** True when the keys cannot all be known: `params` is passed on whole. */
  readonly open: boolean;
}

/** `flux/check`: what keeps a text from running, whether it is open or not. */
export const checkRequest = 'flux/check';
export interface CheckParams {
  readonly text: string;
}
export interface CheckResult {
  readonly errors: readonly CompileError[];
}
/** An error of the Flux compiler, at its place. */
export interface CompileError {
  readonly message: string;
  readonly range: ProtocolRange;
}

/** `flux/knownParams`, from the client: the keys that the InfluxDB server names for an open document's script. */
export const knownParamsNotification = 'flux/knownParams';
export interface KnownParamsParams {
  readonly textDocument: { readonly uri: string };
  readonly params: Readonly<Record<string, ParamType>>;
}
