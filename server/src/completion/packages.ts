import { type CompletionItem, CompletionItemKind, MarkupKind } from 'vscode-languageserver';
import { toTextEdits } from '../flux/edits.ts';
import { importPackage, nameOfImport } from '../flux/imports.ts';
import type { Script } from '../script.ts';
import { stringEdit } from './edits.ts';
import { type ClientAbilities, memberItem } from './items.ts';
import type { Place } from './place.ts';

/** The paths of packages, where an import names one. */
export function pathItems({ library, positions, file }: Script, { token, offset }: Place): CompletionItem[] {
  const typed = token?.kind === 'string' || token?.kind === 'identifier' ? token : undefined;
  const replaced = typed ?? { start: offset, end: offset };
  const imported = new Set(
    file.imports.filter(({ start, end }) => offset < start || offset > end).map(({ path }) => path.value),
  );
  return [...library.packages.keys()]
    .filter((path) => !imported.has(path) && path !== 'universe')
    .map((path) => ({
      label: path,
      kind: CompletionItemKind.Module,
      sortText: `${rank(path)}${path}`,
      ...stringEdit(path, replaced, offset, positions),
      // An editor compares what was typed with this: with the quote, or without.
      ...(typed?.kind !== 'string' && { filterText: path }),
      ...documentation(library.documentationUrl(path), path),
    }));
}

/** The names of packages in code, each with the import that makes it known. */
export function packageItems(script: Script): CompletionItem[] {
  const { library, positions } = script;
  return [...library.packages.values()].flatMap(({ path, name }) => {
    if (path === 'universe') return [];
    const known = nameOfImport(script, path);
    return {
      label: known ?? name,
      insertText: known ?? name,
      kind: CompletionItemKind.Module,
      detail: path,
      sortText: `${known === undefined ? rank(path) + 2 : 0}${name}`,
      ...(known === undefined && {
        additionalTextEdits: toTextEdits([importPackage(script, path)], positions),
      }),
      ...documentation(library.documentationUrl(path), path),
    };
  });
}

/** What a package has, behind its name. A package that is not imported yet comes with its import. */
export function packageMembers(
  script: Script,
  paths: readonly string[],
  options: { readonly called: boolean; readonly client: ClientAbilities },
): CompletionItem[] {
  const { library, positions } = script;
  return paths.flatMap((path) => {
    const imported = nameOfImport(script, path) !== undefined;
    const members = [...(library.packages.get(path)?.members.values() ?? [])];
    return members.map((member) => ({
      ...memberItem(member, library, options),
      // What is meant for the package itself comes last.
      sortText: `${member.name.startsWith('_') ? 1 : 0}${member.name}`,
      ...(!imported && {
        labelDetails: { description: path },
        additionalTextEdits: toTextEdits([importPackage(script, path)], positions),
      }),
    }));
  });
}

function documentation(url: string | undefined, path: string): Partial<CompletionItem> {
  return url ? { documentation: { kind: MarkupKind.Markdown, value: `[${path}](${url})` } } : {};
}

/** The community's packages come last. */
function rank(path: string): number {
  return path.startsWith('contrib/') ? 2 : 1;
}
