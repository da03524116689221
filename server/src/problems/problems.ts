import type { Script } from '../script.ts';
import { dashboardProblems } from './dashboards.ts';
import { documentationProblems } from './documentation.ts';
import { parameterProblems } from './parameters.ts';
import type { Problem } from './problem.ts';
import { unusedProblems } from './unused.ts';

/** Everything that can be said of a script without the compiler, in the text's order. */
export function problemsOf(script: Script): Problem[] {
  return [
    ...parameterProblems(script),
    ...documentationProblems(script),
    ...dashboardProblems(script),
    ...unusedProblems(script),
  ].sort((a, b) => a.start - b.start || a.end - b.end);
}
