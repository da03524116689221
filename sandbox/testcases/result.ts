export type TestStatus = 'passed' | 'failed' | 'unsupported';

/** How a test case ended. */
export interface TestOutcome {
  readonly status: TestStatus;
  /** Empty for a test that passed; what differs, or what is missing, for the others. */
  readonly message: string;
  /** Where two answers differ: what was wanted and what came, as plain text in columns. */
  readonly want?: string;
  readonly got?: string;
}

/** One test case's result: what the sandbox prints as a line of JSON, and whoever started it reads. */
export interface TestResult extends TestOutcome {
  /** As it was named, or the folder's name with what lies below it. */
  readonly file: string;
  readonly name: string;
  /** Where the test case begins, from 1. */
  readonly line: number;
  readonly milliseconds: number;
}

/** A test case that was left out for its tags; a line of JSON, too. */
export interface SkippedTest {
  readonly file: string;
  readonly name: string;
  readonly line: number;
  readonly status: 'skipped';
  readonly tags: readonly string[];
}
