import { explainConstraints, layoutType } from '../library/layout.ts';
import type { Library, Member, Package } from '../library/library.ts';
import { type FluxType, formatType } from '../library/types.ts';

/**
 * A function or value of the standard library, in Markdown.
 * @param here its type as the compiler infers it at one place
 */
export function describeMember(member: Member, library: Library, here: string | undefined): string {
  const { name, path, printed, type } = member;
  const free = library.builtin(name) === member;
  const from = free ? `Package \`${path}\`, known without an import.` : `Package \`${path}\`.`;
  return paragraphs(
    fluxBlock(layoutType(type, `${name}: `)),
    explainConstraints(printed),
    isTelling(here, type) ? `Here \`${here}\`.` : '',
    [from, documentationLink(library, path, name)].join(' ').trim(),
  );
}

/** Whether the type at one place says more than the general one: short, and with nothing left open. */
function isTelling(here: string | undefined, general: FluxType): boolean {
  return here !== undefined && !/[\r\n#]|\b[A-Z]\b/.test(here) && here !== formatType(general);
}

/** A package of the standard library, in Markdown. */
export function describePackage({ path, members }: Package, library: Library): string {
  // What begins with an underscore is the package's own business.
  const names = [...members.keys()].filter((name) => !name.startsWith('_')).sort();
  return paragraphs(
    fluxBlock(`import "${path}"`),
    names.map((name) => `\`${name}\``).join(', '),
    documentationLink(library, path),
  );
}

/** A link to the page of a function or a package; empty when there is none. */
export function documentationLink(library: Library, path: string, name?: string): string {
  const url = library.documentationUrl(path, name);
  return url === undefined ? '' : `[Documentation](${url})`;
}

export function fluxBlock(code: string): string {
  return `\`\`\`flux\n${code}\n\`\`\``;
}

/** What is not empty, a blank line between each two. */
export function paragraphs(...parts: readonly (string | undefined)[]): string {
  return parts.filter(Boolean).join('\n\n');
}
