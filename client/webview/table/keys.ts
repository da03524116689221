import type { FindBar } from './findBar.ts';
import type { GridBox } from './gridBox.ts';
import { type Range, rangeOf } from './selection.ts';

/** What keys do beyond moving in the rows. */
export interface KeyActions {
  menu(): void;
  copy(range: Range, header: boolean): void;
  findNext(backwards: boolean): void;
}

/** Gives the rows their keys, and those that work in the whole page as long as the rows are in sight. */
export function gridKeys(grid: GridBox, find: FindBar, actions: KeyActions): void {
  const { box } = grid;
  box.addEventListener('keydown', (event) => {
    const ctrl = event.ctrlKey || event.metaKey;
    const letter = event.key.toLowerCase();
    if (event.key === 'Escape') {
      grid.select(undefined);
    } else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      actions.menu();
    } else if (ctrl && event.shiftKey && letter === 'c' && grid.selection !== undefined) {
      actions.copy(rangeOf(grid.selection), true);
    } else if (ctrl && letter === 'a') {
      grid.selectAll();
    } else if (!grid.key(event)) {
      return;
    }
    // VS Code would take what is left for a key of its own.
    event.preventDefault();
    event.stopPropagation();
  });
  document.addEventListener('keydown', (event) => {
    if (box.offsetParent === null || event.defaultPrevented) {
      return;
    }
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === 'f') {
      find.open();
    } else if (event.key === 'F3' && !find.element.hidden) {
      actions.findNext(event.shiftKey);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  });
  document.addEventListener('copy', (event) => {
    if (document.activeElement === box && grid.selection !== undefined) {
      event.preventDefault();
      actions.copy(rangeOf(grid.selection), false);
    }
  });
}
