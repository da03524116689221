import { FluxError } from '../errors.ts';
import type { PackageOption } from '../registry.ts';
import type { Value } from '../values.ts';

const noNames: Value = [''];

/** Options of package planner. The sandbox has no such rules, and no answer depends on them. */
export const plannerOptions: Readonly<Record<string, PackageOption>> = {
  disableLogicalRules: { initial: noNames },
  disablePhysicalRules: { initial: noNames },
};

/** Options of package profiler. A profiler answers with tables of its own, about an engine that the sandbox is not. */
export const profilerOptions: Readonly<Record<string, PackageOption>> = {
  enabledProfilers: {
    initial: noNames,
    accept: (value) => {
      const named = Array.isArray(value) ? value.find((name) => name !== '') : value;
      if (named !== undefined)
        throw new FluxError(`the sandbox does not have the profiler ${JSON.stringify(named)}`, 'unsupported');
    },
  },
};
