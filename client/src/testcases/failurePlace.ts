import type { TestResult } from '../../../sandbox/testcases/result.ts';
import type { Range } from '../../../server/src/flux/positions.ts';
import type { TestCase } from '../../../server/src/flux/testCases.ts';
import { errorPlaces } from '../results/errorPlaces.ts';
import { rangeIn } from '../results/sourcePlaces.ts';

/**
 * Where in its file a failure is shown: where the message says, at the assertion that found a difference, or else at the
 * test case's name.
 */
export function failurePlace(
  text: string,
  testCase: TestCase,
  { message, want }: Pick<TestResult, 'message' | 'want'>,
): Range {
  // A difference holds values, and what looks like a place there is none.
  if (want !== undefined) return testCase.assertion ?? testCase.nameRange;
  // What extends another one runs as a program of two files: its places are of neither.
  const place = testCase.extends === undefined ? errorPlaces(message)[0] : undefined;
  return place ? rangeIn(text, place) : testCase.nameRange;
}
