import { resolve } from 'node:path';

/**
 * A reporter for Node's test runner: JSON of how many tests passed and failed, and which files are `broken`: ended before
 * their tests did, failed outside of them, or hold none. The runner itself takes a file that exits early for passed.
 */
export default async function* counts(events) {
  const broken = new Set();
  const total = { passed: 0, failed: 0 };
  for await (const { type, data } of events) {
    if (type === 'test:enqueue' || type === 'test:fail') {
      // The file itself is a test to the runner, called by its path.
      if (data.nesting === 0 && resolve(data.name) === data.file) broken.add(data.file);
    }
    // One for each file, and one without a file for all of them.
    if (type === 'test:summary' && data.file !== undefined) {
      total.passed += data.counts.passed;
      total.failed += data.counts.failed + data.counts.cancelled;
      if (data.counts.tests > 0) broken.delete(data.file);
    }
  }
  yield JSON.stringify({ ...total, broken: [...broken] });
}
