import { element } from '../dom.ts';
import { columnAt, columnStart, HEADER_HEIGHT, rowAt } from './frame.ts';
import type { GridBox } from './gridBox.ts';

/** What a person does with the mouse to columns, by their places. */
export interface PointerActions {
  /** A click on a head; `add` keeps what the rows are sorted by already. */
  sort(place: number, add: boolean): void;
  /** A width in pixels. */
  resize(place: number, width: number): void;
  fit(place: number): void;
  move(place: number, target: number): void;
  /** The menu of a head's button. */
  menu(place: number, button: HTMLElement): void;
}

const NARROWEST = 40;
/** Pixels that a press on a head may move and still be a click. */
const CLICK = 4;
const DOUBLE_MS = 450;
/** How much of the way beyond the edge is scrolled in a frame. */
const PULL = 0.35;

/** Lets the mouse select cells, and sort, move and resize columns. */
export function followPointer(grid: GridBox, actions: PointerActions): void {
  const { box } = grid;
  const drop = element('div', { class: 'drop-mark' });
  drop.hidden = true;
  grid.element.append(drop);

  box.addEventListener('pointerdown', (event) => {
    const target = event.target as HTMLElement;
    const head = target.closest<HTMLElement>('.cell.head');
    const place = Number(head?.dataset['place']);
    if (event.button !== 0) {
      return;
    }
    if (target.closest('.head-menu') !== null && head !== null) {
      event.preventDefault();
      actions.menu(place, head);
    } else if (target.classList.contains('resize')) {
      resize(event, place);
    } else if (target.classList.contains('corner')) {
      grid.selectAll();
    } else if (head !== null) {
      moveHead(event, place, head);
    } else if (target.closest('.cell') !== null) {
      selectCells(event, target.closest('.row-number') !== null);
    }
  });

  /** A pixel of the page in the box. */
  const inside = (event: PointerEvent) => {
    const { left, top } = box.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };

  /** The edge that was pressed last, and when: two presses fit the column. The pointer is captured, so that no double click is told. */
  let pressed = { place: -1, at: 0 };

  function resize(down: PointerEvent, place: number): void {
    down.preventDefault();
    if (pressed.place === place && down.timeStamp - pressed.at < DOUBLE_MS) {
      actions.fit(place);
      return;
    }
    pressed = { place, at: down.timeStamp };
    const { edges } = grid.content;
    const before = (edges[place + 1] ?? 0) - (edges[place] ?? 0);
    drag(box, down, (move) => {
      const width = before + move.clientX - down.clientX;
      if (move.clientX !== down.clientX) {
        pressed = { place: -1, at: 0 };
        actions.resize(place, Math.max(NARROWEST, width));
      }
    });
  }

  function moveHead(down: PointerEvent, place: number, head: HTMLElement): void {
    let target: number | undefined;
    drag(
      box,
      down,
      (move) => {
        if (target === undefined && Math.abs(move.clientX - down.clientX) <= CLICK) {
          return;
        }
        head.classList.add('dragged');
        const { frame } = grid;
        target = columnAt(frame, inside(move).x);
        const after = target > place ? 1 : 0;
        drop.style.transform = `translateX(${columnStart(frame, target) + after * ((frame.edges[target + 1] ?? 0) - (frame.edges[target] ?? 0)) - 1}px)`;
        drop.hidden = target === place;
      },
      (cancelled) => {
        drop.hidden = true;
        head.classList.remove('dragged');
        if (target === undefined && !cancelled) {
          actions.sort(place, down.shiftKey);
        } else if (target !== undefined && target !== place && !cancelled) {
          actions.move(place, target);
        }
      },
    );
  }

  function selectCells(down: PointerEvent, wholeRows: boolean): void {
    const at = (event: PointerEvent) => {
      const { frame } = grid;
      const { x, y } = inside(event);
      const column = wholeRows
        ? frame.columns.length - 1
        : columnAt(frame, Math.max(frame.gutter, Math.min(frame.width - 1, x)));
      return { row: rowAt(frame, Math.max(HEADER_HEIGHT, Math.min(frame.height - 1, y))), column };
    };
    const active = at(down);
    const start = wholeRows ? { row: active.row, column: 0 } : active;
    grid.select({ active, anchor: down.shiftKey ? (grid.selection?.anchor ?? start) : start });
    const extend = (event: PointerEvent) => {
      const to = at(event);
      const selection = grid.selection;
      if (selection && (selection.active.row !== to.row || selection.active.column !== to.column)) {
        grid.select({ active: to, anchor: selection.anchor });
      }
    };
    let last = down;
    let frame = 0;
    // Beyond the edge the rows come to the mouse, the faster the farther it is.
    const pull = () => {
      frame = 0;
      const { x, y } = inside(last);
      const { clientWidth, clientHeight } = box;
      const below = beyond(y, HEADER_HEIGHT, clientHeight);
      const beside = wholeRows ? 0 : beyond(x, 0, clientWidth);
      if (below !== 0 || beside !== 0) {
        grid.scrollTo(grid.top + below * PULL, grid.left + beside * PULL);
        extend(last);
        frame = requestAnimationFrame(pull);
      }
    };
    drag(
      box,
      down,
      (move) => {
        last = move;
        extend(move);
        if (frame === 0) {
          pull();
        }
      },
      () => cancelAnimationFrame(frame),
    );
  }
}

/** How far a number lies outside a range. */
function beyond(value: number, low: number, high: number): number {
  return value < low ? value - low : value > high ? value - high : 0;
}

/** Follows the pointer until it is let go. */
function drag(
  target: HTMLElement,
  down: PointerEvent,
  follow: (event: PointerEvent) => void,
  done: (cancelled: boolean) => void = () => undefined,
): void {
  target.setPointerCapture(down.pointerId);
  const end = (event: PointerEvent) => {
    target.removeEventListener('pointermove', follow);
    target.removeEventListener('pointerup', end);
    target.removeEventListener('pointercancel', end);
    done(event.type === 'pointercancel');
  };
  target.addEventListener('pointermove', follow);
  target.addEventListener('pointerup', end);
  target.addEventListener('pointercancel', end);
}
