import { parse } from '../../server/src/flux/parser.ts';
import type { File, TestCaseStatement } from '../../server/src/flux/syntax.ts';

/** A `testcase` block of a file. */
export interface TestCase {
  readonly name: string;
  /** `path/file_test.name` of the test case that it builds on. */
  readonly extends: string | undefined;
  /** From 1, as people count. */
  readonly line: number;
}

/** The test cases of a file, in order. */
export function findTestCases(text: string): TestCase[] {
  return statementsOf(parse(text).file).map((node) => ({
    name: node.id.name,
    extends: node.extends?.value,
    line: text.slice(0, node.start).split('\n').length,
  }));
}

export function statementsOf(file: File): TestCaseStatement[] {
  return file.body.filter((node) => node.type === 'TestCaseStatement');
}
