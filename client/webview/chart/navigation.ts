import type { TimeRange } from '../protocol.ts';
import { type ChangeRange, panned, zoomed } from './timeRange.ts';

/** How much a pixel of the wheel zooms. */
const WHEEL = 1.0015;

/** What a key does to the range; undefined for keys that do nothing to it. */
export function changeByKey({ key, ctrlKey, altKey, metaKey }: KeyboardEvent): ChangeRange | undefined {
  const zoom = (factor: number) => (range: TimeRange) => zoomed(range, factor, (range.from + range.to) / 2);
  const pan = (part: number) => (range: TimeRange) => panned(range, part);
  if (ctrlKey || altKey || metaKey) {
    return undefined;
  }
  switch (key) {
    case 'ArrowLeft':
      return pan(-0.1);
    case 'ArrowRight':
      return pan(0.1);
    case 'PageUp':
      return pan(-0.9);
    case 'PageDown':
      return pan(0.9);
    case '+':
    case '=':
      return zoom(0.5);
    case '-':
      return zoom(2);
    case '0':
    case 'Home':
      return () => undefined;
    default:
      return undefined;
  }
}

/** What a turn of the wheel over a plot does to the range: it zooms around the pointer and, sideways or with Shift, pans. */
export function changeByWheel(event: WheelEvent, over: HTMLElement): ChangeRange {
  const { left, width } = over.getBoundingClientRect();
  if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
    const by = (event.deltaX || event.deltaY) / width;
    return (range) => panned(range, by);
  }
  const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 33 : 1;
  const part = (event.clientX - left) / width;
  return (range) =>
    zoomed(range, WHEEL ** (event.deltaY * lines), range.from + part * (range.to - range.from));
}

/** Follows the mouse, whose button is down, from where it is: the range moves with it. */
export function panByMouse(
  from: MouseEvent,
  over: HTMLElement,
  range: TimeRange,
  change: (change: ChangeRange) => void,
): void {
  const width = over.clientWidth;
  // uPlot listens passively: there is no default to prevent, and nothing to select.
  const move = ({ clientX }: MouseEvent) => change(() => panned(range, (from.clientX - clientX) / width));
  const end = () => {
    window.removeEventListener('mousemove', move);
    window.removeEventListener('mouseup', end);
  };
  window.addEventListener('mousemove', move);
  window.addEventListener('mouseup', end);
}
