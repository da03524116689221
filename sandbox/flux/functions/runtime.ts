import { type Builtin, builtin } from '../registry.ts';

/** Package runtime. What is no release of Flux calls itself as Go calls every build that is none. */
export const runtime: readonly Builtin[] = [builtin('version()', () => '(devel)')];
