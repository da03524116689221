/**
 * How whoever starts the server keeps its process small: what it makes for an answer is garbage right after it. A small
 * nursery is emptied often (V8, in megabytes), and one arena serves all threads (glibc).
 */
export const launch = {
  execArgv: ['--max-semi-space-size=2'],
  env: { MALLOC_ARENA_MAX: '1' },
} as const;
