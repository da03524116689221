import { parse } from '../../server/src/flux/parser.ts';
import type { Statement, TestCaseStatement } from '../../server/src/flux/syntax.ts';
import { testCaseStatements } from '../../server/src/flux/testCases.ts';

/** A test case that cannot be made into a program, in a sentence. */
export class TestCaseError extends Error {
  override readonly name = 'TestCaseError';
}

/** Finds the text of the file that an `extends` names; undefined when there is none. */
export type FindFile = (path: string) => string | undefined;

/**
 * The program that a test case is: its file without the other test cases, and its own statements at the file's level.
 * Everything stays where it stands, so that places in messages are the file's; only a test case that extends another one
 * is put together from two files.
 *
 * `nth` counts from 0 among the test cases of that name: Flux has nothing against two.
 *
 * @throws TestCaseError
 */
export function programOf(text: string, name: string, findFile: FindFile, nth = 0): string {
  const { file } = parse(text);
  const cases = testCaseStatements(file);
  const found = cases.filter((node) => node.id.name === name)[nth];
  if (!found) throw new TestCaseError(`There is no testcase ${name} in the file.`);
  const others = cases.filter((node) => node !== found);
  const alone = blanked(text, [...others, ...frameOf(text, found), ...ignored(found.block.body, file.body)]);
  return found.extends === null ? alone : extended(alone, found, found.extends.value, findFile);
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** The text with spaces in place of some of it; lines stay lines. */
function blanked(text: string, spans: readonly Span[]): string {
  let result = text;
  for (const { start, end } of spans) {
    result = result.slice(0, start) + result.slice(start, end).replace(/[^\n\r]/g, ' ') + result.slice(end);
  }
  return result;
}

/** `testcase name {` and the brace at the end. */
function frameOf(text: string, { start, end, block }: TestCaseStatement): Span[] {
  const closed = text[end - 1] === '}';
  return [{ start, end: block.start + 1 }, ...(closed ? [{ start: end - 1, end }] : [])];
}

/** Options that say how test runners and planners go about it; no answer depends on them. */
const runnerOptions = new Set([
  'testing.tags',
  'planner.disableLogicalRules',
  'planner.disablePhysicalRules',
]);

function ignored(...bodies: readonly (readonly Statement[])[]): Span[] {
  return bodies.flat().filter((node) => {
    if (node.type !== 'OptionStatement' || node.assignment.type !== 'MemberAssignment') return false;
    const { object, property } = node.assignment.member;
    const name = 'name' in property ? property.name : property.value;
    return object.type === 'Identifier' && runnerOptions.has(`${object.name}.${name}`);
  });
}

/** The parent's file and statements, with the child's around them in place of `super()`. */
function extended(child: string, node: TestCaseStatement, path: string, findFile: FindFile): string {
  const dot = path.lastIndexOf('.');
  const parentText = findFile(path.slice(0, dot));
  if (dot < 0 || parentText === undefined) {
    throw new TestCaseError(`The testcase extends ${JSON.stringify(path)}, and there is no such file here.`);
  }
  const parent = split(programOf(parentText, path.slice(dot + 1), findFile));
  const own = split(child);
  const call = node.block.body.find(isSuper);
  const body = call
    ? child.slice(node.block.start, call.start) + parent.body + child.slice(call.end, node.block.end)
    : child.slice(node.block.start, node.block.end);
  const imports = [...new Set([...parent.imports, ...own.imports])];
  const outside = blanked(child, [node, ...own.spans]);
  return [...imports, outside, body].join('\n');
}

/** Imports come first in a program: they are taken out. */
function split(text: string) {
  const { file } = parse(text);
  const spans: Span[] = [...file.imports, ...(file.package ? [file.package] : [])];
  return {
    imports: file.imports.map(({ start, end }) => text.slice(start, end).trim()),
    spans,
    body: blanked(text, spans).trim(),
  };
}

function isSuper(node: Statement): boolean {
  if (node.type !== 'ExpressionStatement' || node.expression.type !== 'CallExpression') return false;
  const { callee } = node.expression;
  return callee.type === 'Identifier' && callee.name === 'super';
}
