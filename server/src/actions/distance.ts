/** How many letters have to be put in, left out, replaced or swapped with the next to make one word of another. */
export function distance(a: string, b: string): number {
  const [from, to] = [[...a], [...b]];
  let before: number[] = [];
  let above = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [row, letter] of from.entries()) {
    const current = [row + 1];
    for (const [column, other] of to.entries()) {
      const same = letter === other ? 0 : 1;
      const swapped =
        letter === to[column - 1] && from[row - 1] === other
          ? (before[column - 1] ?? Infinity) + 1
          : Infinity;
      const kept = (above[column] ?? 0) + same;
      current.push(Math.min(kept, swapped, (above[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    before = above;
    above = current;
  }
  return above[to.length] ?? 0;
}

/** The names most like a word, at most three: two slips away, in short words one. */
export function nearest(word: string, names: Iterable<string>): string[] {
  const limit = word.length < 3 ? 0 : word.length < 5 ? 1 : 2;
  return [...new Set(names)]
    .filter((name) => name !== word && Math.abs(name.length - word.length) <= limit)
    .map((name) => ({ name, far: distance(word, name) }))
    .filter(({ far }) => far <= limit)
    .sort((a, b) => a.far - b.far || a.name.localeCompare(b.name))
    .slice(0, 3)
    .map(({ name }) => name);
}
