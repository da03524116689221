import './results.css';
import { element } from './dom.ts';
import { Grid } from './grid.ts';
import { Header } from './header.ts';
import { Host } from './host.ts';
import type { Progress, RunHeader, View } from './protocol.ts';
import { TableList } from './tableList.ts';
import { Tabs } from './tabs.ts';

/** What is remembered while the page is hidden. */
interface Kept {
  readonly tab: string;
  readonly view: View | undefined;
  readonly place: unknown;
}

const host = new Host();
const header = new Header(() => host.cancel());
const list = new TableList(host, (view) => show(view));
const panes = [new Grid(host, () => remember())] as const;
const tabs = new Tabs(panes, () => choose());
const placeholder = element('div', { class: 'placeholder', role: 'status' });
const root = document.getElementById('results');
root?.append(
  header.element,
  tabs.bar,
  element('main', {}, list.element, ...panes.map((pane) => pane.element), placeholder),
);

let run = 0;
let view: View | undefined;
let progress: Progress | undefined;
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
  progress = undefined;
  list.reset();
  for (const pane of panes) {
    pane.reset();
  }
  const kept = host.recall<Kept>();
  if (kept !== undefined) {
    tabs.show(kept.tab);
  }
}

function follow(now: Progress): void {
  const first = progress === undefined;
  progress = now;
  header.show(now);
  if (view === undefined && now.tables > 0) {
    const kept = host.recall<Kept>();
    show(kept?.view ?? { kind: 'table', index: 0 }, kept?.place);
  } else if (first) {
    tabs.current.show(view);
  }
  showPlaceholder();
  void refresh();
}

function showPlaceholder(): void {
  const empty = progress !== undefined && progress.tables === 0 && !tabs.current.withoutTables;
  placeholder.hidden = !empty;
  placeholder.textContent = empty && progress !== undefined ? emptyText(progress) : '';
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

function show(next: View, place?: unknown): void {
  view = next;
  list.select(next);
  tabs.current.show(next, place);
}

function choose(): void {
  showPlaceholder();
  tabs.current.show(view);
  remember();
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
    await Promise.all([list.update(progress?.tables ?? 0), tabs.current.refresh()]);
  } while (refreshAgain);
  refreshing = false;
}

function remember(): void {
  host.remember({ tab: tabs.current.name, view, place: tabs.current.place } satisfies Kept);
}
