/** What the process ends with; `--help` documents them. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  /** Conflicts, or refusals that a flag can lift. */
  choice: 3,
  /** `validate` has found errors, `test` failures, or `status --exit-code` differences. */
  found: 4,
  /** 128 and the number of SIGINT, as shells count. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** What is wrong with the command line or with what it relies on, in sentences that say what to do. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
