import { Cell } from './cell.ts';
import type { Region } from './region.ts';

/**
 * The cells of a level that have something in common with a region, in the order of their ids; undefined when there are
 * more than `limit`. `spend` is told what each step costs.
 */
export function covering(
  region: Region,
  level: number,
  limit: number,
  spend: (steps: number) => void,
): readonly Cell[] | undefined {
  const found: Cell[] = [];
  /** False once there are too many. */
  const visit = (cell: Cell): boolean => {
    spend(region.cost);
    if (!region.touches(cell)) return true;
    if (cell.level < level) return cell.children().every(visit);
    found.push(cell);
    return found.length <= limit;
  };
  return Cell.faces.every(visit) ? found : undefined;
}
