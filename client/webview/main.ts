import './results.css';
import { element } from './dom.ts';
import { Grid, type GridPlace } from './grid.ts';
import { Header } from './header.ts';
import { Host } from './host.ts';
import type { Progress, RunHeader, View } from './protocol.ts';
import { TableList } from './tableList.ts';

/** What is remembered while the page is hidden. */
interface Kept {
  readonly view: View;
  readonly grid: GridPlace;
}

const host = new Host();
const header = new Header(() => host.cancel());
const list = new TableList(host, (view) => show(view));
const grid = new Grid(host, () => remember());
const placeholder = element('div', { class: 'placeholder', role: 'status' });
const root = document.getElementById('results');
root?.append(header.element, element('main', {}, list.element, grid.element, placeholder));

let run = 0;
let view: View | undefined;
/** Tables so far. */
let tables = 0;
let refreshing = false;
let refreshAgain = false;

host.listen((message) => {
  if (message.type === 'run') {
    begin(message.run);
  } else {
    follow(message.progress);
  }
});

function begin(next: RunHeader): void {
  header.begin(next);
  // The page may be told of the run it shows already.
  if (next.id === run) {
    return;
  }
  run = next.id;
  view = undefined;
  list.reset();
  grid.close();
}

function follow(progress: Progress): void {
  header.show(progress);
  const none = progress.tables === 0;
  placeholder.hidden = !none;
  placeholder.textContent = none ? emptyText(progress) : '';
  if (!none) {
    if (view === undefined) {
      const kept = host.recall<Kept>();
      show(kept?.view ?? { kind: 'table', index: 0 }, kept?.grid);
    }
    tables = progress.tables;
    void refresh();
  }
}

function emptyText({ state, errors }: Progress): string {
  switch (state) {
    case 'running':
      return 'Waiting for the first rows…';
    case 'done':
      return 'The script ran and returned no tables.';
    case 'cancelled':
      return 'Cancelled before the first rows arrived.';
    case 'failed':
      return errors.length > 0 ? 'No tables came before the error.' : '';
    case 'incomplete':
      return 'No tables arrived.';
  }
}

function show(next: View, at?: GridPlace): void {
  view = next;
  list.select(next);
  void grid.open(next, at);
}

/** Follows what grows; one look at a time, and one more when something came meanwhile. */
async function refresh(): Promise<void> {
  if (refreshing) {
    refreshAgain = true;
    return;
  }
  refreshing = true;
  do {
    refreshAgain = false;
    await Promise.all([list.update(tables), grid.refresh()]);
  } while (refreshAgain);
  refreshing = false;
}

function remember(): void {
  if (view !== undefined) {
    host.remember({ view, grid: grid.place } satisfies Kept);
  }
}
