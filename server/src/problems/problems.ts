import type { ParametersModel } from '../params/parameters.ts';
import type { Script } from '../script.ts';
import { dashboardProblems } from './dashboards.ts';
import { documentationProblems } from './documentation.ts';
import { parameterProblems } from './parameters.ts';
import type { Problem } from './problem.ts';
import { unusedProblems } from './unused.ts';

/** Read once for what is known of a script; its parameters change when the compiler has said what it infers. */
const known = new WeakMap<ParametersModel, readonly Problem[]>();

/** Everything that can be said of a script without the compiler, in the text's order. */
export function problemsOf(script: Script): readonly Problem[] {
  const found = known.get(script.params) ?? read(script);
  known.set(script.params, found);
  return found;
}

function read(script: Script): Problem[] {
  return [
    ...parameterProblems(script),
    ...documentationProblems(script),
    ...dashboardProblems(script),
    ...unusedProblems(script),
  ].sort((a, b) => a.start - b.start || a.end - b.end);
}
