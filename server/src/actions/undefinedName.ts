import { CodeActionKind, type Diagnostic } from 'vscode-languageserver';
import type { TextChange } from '../flux/edits.ts';
import { importPackage, nameOfImport } from '../flux/imports.ts';
import { type Identifier, keyName, type Node } from '../flux/syntax.ts';
import { pathAt, walk } from '../flux/walk.ts';
import { record } from '../params/references.ts';
import type { Script } from '../script.ts';
import { type Action, type ActionRequest, messageOf } from './action.ts';
import { nearest } from './distance.ts';

/** More packages than this that have a function of a name tell nothing of what is meant. */
const maxPackages = 5;

type Remedy = Pick<Action, 'title' | 'changes'>;

/** What the compiler does not know: packages to import for it, and names that it may be a slip of. */
export function knowName({ script, diagnostics }: ActionRequest): Action[] {
  return diagnostics.flatMap((diagnostic) => {
    const remedies = remediesFor(script, diagnostic);
    const preferred = remedies.length === 1;
    return remedies.map((remedy) => ({
      ...remedy,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnostic],
      ...(preferred && { preferred }),
    }));
  });
}

function remediesFor(script: Script, diagnostic: Diagnostic): Remedy[] {
  const span = script.positions.span(diagnostic.range);
  const message = messageOf(diagnostic);
  const [, name] = /^undefined identifier (\S+)$/.exec(message) ?? [];
  if (name !== undefined) {
    const node = pathAt(script.file, span.start)[0];
    return node?.type === 'Identifier' && node.name === name ? forName(script, node) : [];
  }
  const [, label] = /^record is missing label (\S+)/.exec(message) ?? [];
  if (label !== undefined) return forMember(script, span, label);
  const [, argument, expected] =
    /^found unexpected argument (\S+) \(Expected one of (.*)\)/.exec(message) ?? [];
  if (argument === undefined || expected === undefined) return [];
  const known = [...expected.matchAll(/`([^`]+)`/g)].map(([, each = '']) => each);
  return forArgument(script, span, argument, known);
}

function forName(script: Script, node: Identifier): Remedy[] {
  const parent = script.parentOf(node);
  const member =
    parent?.type === 'MemberExpression' && parent.object === node ? keyName(parent.property) : undefined;
  const imports = importsFor(script, node.name, member);
  const qualified = member === undefined ? qualifications(script, node) : [];
  return [...imports, ...qualified, ...slips(script, node, member)];
}

/** Packages of that name; those that have what is asked of them, when there are any. */
function importsFor(script: Script, name: string, member: string | undefined): Remedy[] {
  const { library } = script;
  const named = library.packagesNamed(name);
  const fitting = named.filter((path) => member !== undefined && library.member(path, member));
  return (fitting.length > 0 ? fitting : named).map((path) => ({
    title: `Import "${path}"`,
    changes: [importPackage(script, path)],
  }));
}

/** Functions of that name that packages have: `joinStr` → `strings.joinStr`. */
function qualifications(script: Script, node: Identifier): Remedy[] {
  const { library } = script;
  const parent = script.parentOf(node);
  if (parent?.type === 'ObjectExpression') return [];
  // What is internal is not meant for scripts.
  const paths = [...library.packages.values()]
    .filter(({ path, members }) => members.has(node.name) && !path.startsWith('internal/'))
    .map(({ path }) => path);
  if (paths.length > maxPackages || node.name.startsWith('_')) return [];
  const imported = paths.filter((path) => nameOfImport(script, path) !== undefined);
  return (imported.length > 0 ? imported : byLikelihood(paths)).flatMap((path) => {
    const known = nameOfImport(script, path);
    const name = known ?? library.packages.get(path)?.name ?? '';
    if (name === '_' || (known === undefined && isNamed(script, name, node))) return [];
    // The field of a record keeps its name.
    const field = parent?.type === 'Property' && parent.value === null ? `${node.name}: ` : '';
    const use = { start: node.start, end: node.end, newText: `${field}${name}.${node.name}` };
    const title = `Use ${name}.${node.name}${known === undefined && name !== path ? ` of "${path}"` : ''}`;
    return [{ title, changes: [...(known === undefined ? [importPackage(script, path)] : []), use] }];
  });
}

function byLikelihood(paths: readonly string[]): string[] {
  const rank = (path: string) => Number(path.startsWith('contrib/'));
  return paths.toSorted((a, b) => rank(a) - rank(b) || a.length - b.length || a.localeCompare(b));
}

function isNamed({ bindings }: Script, name: string, { start }: Node): boolean {
  return bindings.symbols.some(
    (symbol) => symbol.name === name && symbol.scope.start <= start && start <= symbol.scope.end,
  );
}

/** Names that are known there and much the same. */
function slips(script: Script, node: Identifier, member: string | undefined): Remedy[] {
  const { bindings, library } = script;
  const visible = bindings.visibleAt(node.start).map(({ name }) => name);
  const packages =
    member === undefined
      ? []
      : [...library.packages.values()].filter(({ members }) => members.has(member)).map(({ name }) => name);
  const values = member === undefined ? [...library.builtins.keys(), 'true', 'false'] : [record];
  const known = [...visible, ...values];
  return nearest(node.name, [...known, ...packages]).map((name) => {
    const change: TextChange = { start: node.start, end: node.end, newText: name };
    const path = known.includes(name)
      ? undefined
      : library.packagesNamed(name).find((each) => library.member(each, member ?? ''));
    return { title: `Change to ${name}`, changes: path ? [importPackage(script, path), change] : [change] };
  });
}

/** A function of a package, misspelt. */
function forMember(script: Script, { start }: { start: number }, label: string): Remedy[] {
  const object = pathAt(script.file, start)[0];
  const access = object && script.parentOf(object);
  if (
    access?.type !== 'MemberExpression' ||
    access.property.type !== 'Identifier' ||
    access.property.name !== label
  )
    return [];
  const imported = script.bindings.symbolOf(access.object)?.node;
  if (imported?.type !== 'ImportDeclaration') return [];
  const members = script.library.packages.get(imported.path.value)?.members.keys() ?? [];
  const { start: from, end } = access.property;
  return nearest(label, members).map((name) => ({
    title: `Change to ${name}`,
    changes: [{ start: from, end, newText: name }],
  }));
}

/** The compiler points at the value of an argument. */
function forArgument(
  script: Script,
  span: { start: number; end: number },
  name: string,
  known: string[],
): Remedy[] {
  for (const node of walk(script.file)) {
    if (node.type !== 'Property' || keyName(node.key) !== name) continue;
    if (node.value?.start !== span.start || node.value.end !== span.end) continue;
    const { start, end } = node.key;
    return nearest(name, known).map((each) => ({
      title: `Change to ${each}`,
      changes: [{ start, end, newText: each }],
    }));
  }
  return [];
}
