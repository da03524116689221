import { dashboardNames } from '../flux/given.ts';
import type { Span } from '../flux/positions.ts';
import { keyName } from '../flux/syntax.ts';
import { accessOf } from '../params/describe.ts';
import type { Script } from '../script.ts';
import type { Fix, Problem } from './problem.ts';

/** What they hold, and so what a parameter in their place is converted to. */
const types: Readonly<Record<string, readonly string[]>> = {
  timeRangeStart: ['duration', 'time'],
  timeRangeStop: ['time', 'duration'],
  windowPeriod: ['duration'],
  dashboardTime: ['duration', 'time'],
  upperDashboardTime: ['time', 'duration'],
  autoInterval: ['duration'],
};

/** Uses of what exists only in dashboards, each with the parameter that takes its place. */
export function dashboardProblems(script: Script): Problem[] {
  return dashboardNames.flatMap((name) =>
    (script.bindings.free.get(name) ?? []).map(({ node }): Problem => {
      const access = script.parentOf(node);
      const member = access?.type === 'MemberExpression' && access.object === node ? access : undefined;
      const { start, end } = member ?? node;
      const key = member ? keyName(member.property) : name === 'v' ? '' : name;
      return {
        group: 'dashboards',
        code: 'dashboard-variable',
        severity: 'error',
        start,
        end,
        message: `“${script.text.slice(start, end)}” exists only in dashboards: an invokable script gets its values as “params”.`,
        ...(key !== '' && { fixes: asParameter(key, { start, end }) }),
      };
    }),
  );
}

function asParameter(key: string, { start, end }: Span): Fix[] {
  const access = accessOf(key);
  const [first, ...others] = types[key] ?? [];
  if (first === undefined) {
    return [{ title: `Make it ${access}`, preferred: true, changes: [{ start, end, newText: access }] }];
  }
  return [first, ...others].map((type) => {
    const newText = `${type}(v: ${access})`;
    return {
      title: `Make it ${newText}`,
      ...(type === first && { preferred: true as const }),
      changes: [{ start, end, newText }],
    };
  });
}
