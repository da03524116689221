/** Test cases of one file that are to be run. */
export interface ChosenFile {
  readonly file: string;
  readonly names: readonly string[];
  /** Whether these are all that the file has. */
  readonly all: boolean;
}

/** What one process runs. */
export interface Batch {
  readonly names: readonly string[];
  readonly only?: readonly string[];
}

/** As few processes as can be: one for all the whole files, and one for each file of which only some are to be run. */
export function batchesOf(chosen: readonly ChosenFile[]): Batch[] {
  const some = chosen.filter(({ names }) => names.length > 0);
  const whole = some.filter(({ all }) => all).map(({ file }) => file);
  return [
    ...(whole.length > 0 ? [{ names: whole }] : []),
    ...some.filter(({ all }) => !all).map(({ file, names }) => ({ names: [file], only: names })),
  ];
}
