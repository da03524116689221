/** Past this the table of the comparison would take more memory than the lines are worth. */
const largest = 16_000_000;

/**
 * The lines that two texts have in common, in order: what they may have begun as, when nobody knows. As the base of a
 * three-way merge it makes every line that only one of them has an addition, so that none is lost.
 */
export function commonLines(a: string, b: string): string {
  const [left, right] = [a, b].map((text) => text.replaceAll('\r\n', '\n').split('\n')) as [
    string[],
    string[],
  ];
  const width = right.length + 1;
  if ((left.length + 1) * width > largest) return '';
  // The longest common subsequence from each pair of lines on.
  const lengths = new Uint32Array((left.length + 1) * width);
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      lengths[i * width + j] =
        left[i] === right[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const common: string[] = [];
  for (let i = 0, j = 0; i < left.length && j < right.length; ) {
    const line = left[i];
    if (line !== undefined && line === right[j]) {
      common.push(line);
      i++;
      j++;
    } else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return common.join('\n');
}
