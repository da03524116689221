import { type CompletionItem, CompletionItemKind, InsertTextFormat, MarkupKind } from 'vscode-languageserver';
import type { Library, Member } from '../library/library.ts';
import { type FunctionParameter, formatSignature, formatType } from '../library/types.ts';

/** How the client takes what is accepted. */
export interface ClientAbilities {
  /** It understands tab stops. */
  readonly snippets: boolean;
  /** It takes a definition with the place that it was asked at. */
  readonly links: boolean;
}

/** A function or value of the standard library. */
export function memberItem(
  { name, path, type, signature, printed }: Member,
  library: Library,
  { called, client }: { readonly called: boolean; readonly client: ClientAbilities },
): CompletionItem {
  const url = library.documentationUrl(path, name);
  const about = signature ? formatSignature(name, signature).label : `${name}: ${formatType(type)}`;
  const value = `\`\`\`flux\n${about}\n\`\`\`\n\n${url ? `[${path}.${name}](${url})` : path}`;
  return {
    label: name,
    kind: signature ? CompletionItemKind.Function : CompletionItemKind.Constant,
    detail: printed,
    documentation: { kind: MarkupKind.Markdown, value },
    ...(signature && callOf(name, signature.parameters, called, client)),
  };
}

/** What a call has to know of a parameter. */
type Callable = Pick<FunctionParameter, 'name' | 'optional' | 'pipe'> &
  Partial<Pick<FunctionParameter, 'type'>>;

/** The call of a function with its required arguments, as tab stops. What is called already keeps its parentheses. */
export function callOf(
  name: string,
  parameters: readonly Callable[],
  called: boolean,
  { snippets }: ClientAbilities,
): Partial<CompletionItem> {
  if (called || !snippets) return { insertText: name };
  const required = parameters.filter(({ optional, pipe }) => !optional && !pipe);
  const stops = required.map((parameter, index) => `${parameter.name}: ${tabStop(parameter, index + 1)}`);
  // With nothing but optional arguments, the cursor stands where they go.
  const optional = stops.length === 0 && parameters.some(({ pipe }) => !pipe);
  return {
    insertText: `${name}(${stops.join(', ')}${optional ? '$1' : ''})$0`,
    insertTextFormat: InsertTextFormat.Snippet,
    ...((stops.length > 0 || optional) && {
      command: { title: 'Parameter hints', command: 'editor.action.triggerParameterHints' },
    }),
  };
}

/** What is likely to be typed for an argument. */
export function tabStop({ name, type }: Pick<Callable, 'name' | 'type'>, index: number): string {
  if (!type) return `\${${index}:${name}}`;
  // An aggregate is passed by its name.
  if (type.kind === 'function' && type.parameters.some(({ name: own }) => own === ''))
    return `\${${index}:mean}`;
  if (type.kind === 'function') {
    const names = type.parameters.map((parameter) =>
      parameter.pipe ? `${parameter.name}=<-` : parameter.name,
    );
    return `(${names.join(', ')}) => \${${index}}`;
  }
  if (type.kind === 'array') return `[\${${index}}]`;
  if (type.kind !== 'basic') return `\${${index}:${name}}`;
  switch (type.name) {
    case 'string':
      return `\${${index}:"${name}"}`;
    case 'duration':
      return `\${${index}:1h}`;
    case 'bool':
      return `\${${index}:true}`;
    default:
      return `\${${index}:${name}}`;
  }
}
