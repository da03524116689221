import { parse } from './parser.ts';
import { Positions, type Range } from './positions.ts';
import type { File, Statement, TestCaseStatement } from './syntax.ts';
import { forEachChild } from './walk.ts';

/** A `testcase` block of a file: a unit test in Flux itself. */
export interface TestCase {
  readonly name: string;
  /** `path/file_test.name` of the test case that it builds on. */
  readonly extends: string | undefined;
  readonly range: Range;
  readonly nameRange: Range;
  /** The one statement that calls package testing; undefined when there are several, or none. */
  readonly assertion: Range | undefined;
}

/** The test cases of a text, in order; also of one that is being written. */
export function findTestCases(text: string): TestCase[] {
  if (!text.includes('testcase')) return [];
  const found = testCaseStatements(parse(text).file);
  if (found.length === 0) return [];
  const positions = new Positions(text);
  return found.map((node) => {
    const [assertion, another] = node.block.body.filter(callsTesting);
    return {
      name: node.id.name,
      extends: node.extends?.value,
      range: positions.range(node),
      nameRange: positions.range(node.id),
      assertion: assertion && !another ? positions.range(assertion) : undefined,
    };
  });
}

export function testCaseStatements(file: File): TestCaseStatement[] {
  return file.body.filter((node) => node.type === 'TestCaseStatement');
}

function callsTesting(statement: Statement): boolean {
  if (statement.type !== 'ExpressionStatement') return false;
  let found = false;
  const visit = (node: Parameters<typeof forEachChild>[0]) => {
    found ||=
      node.type === 'CallExpression' &&
      node.callee.type === 'MemberExpression' &&
      node.callee.object.type === 'Identifier' &&
      node.callee.object.name === 'testing';
    if (!found) forEachChild(node, visit);
  };
  visit(statement);
  return found;
}
