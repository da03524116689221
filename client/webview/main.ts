import './results.css';
import { ChartPane } from './chart/chartPane.ts';
import { element } from './dom.ts';
import { Exports } from './export/exports.ts';
import { ParameterForm } from './form/form.ts';
import { Header } from './header.ts';
import { Host, Superseded } from './host.ts';
import { LimitNotice } from './limitNotice.ts';
import { FIRST_VIEW, type Progress, type RunHeader, type View } from './protocol.ts';
import { RawPane } from './raw/rawPane.ts';
import { Grid } from './table/grid.ts';
import { TableList } from './table/tableList.ts';
import { Tabs } from './tabs.ts';

/** What is remembered while the page is hidden. */
interface Kept {
  readonly tab: string;
  readonly view: View | undefined;
  /** Where each pane is, by its name. */
  readonly places: Readonly<Record<string, unknown>>;
}

let progress: Progress | undefined;
const host = new Host();
const header = new Header({
  cancel: () => host.cancel(),
  edit: () => host.editValues(),
  act: (action) => host.act(action),
  pin: (pinned) => host.pin(pinned),
  reveal: (place) => host.reveal(place),
});
const limit = new LimitNotice((choice) => void host.ask('limit', { choice }));
const list = new TableList(host, (view) => show(view));
const grid = new Grid(host, () => followGrid());
const panes = [
  grid,
  new ChartPane(host, () => remember()),
  new RawPane(
    host,
    () => progress,
    () => remember(),
  ),
] as const;
const tabs = new Tabs(panes, () => choose());
const exports = new Exports(host);
const placeholder = element('div', { class: 'placeholder', role: 'status' });
const form = new ParameterForm((message) => host.send(message));
const root = document.getElementById('results');
root?.append(
  header.element,
  limit.element,
  element('div', { class: 'bar' }, tabs.bar, exports.element),
  element('main', {}, list.element, ...panes.map((pane) => pane.element), placeholder),
  form.element,
);

let run = 0;
let view: View | undefined;
/** The view that was handed on last, as text. */
let exported = '';
/** Where panes were when the page was hidden, until they are shown. */
let left: Kept['places'] = {};
/** What was remembered of this run when it was shown; by the time of its first tables there may be other things. */
let kept: Kept | undefined;
let refreshing = false;
let refreshAgain = false;

form.listen();
host.listen((message) => {
  if (message.type === 'run') {
    begin(message.run);
  } else if (message.type === 'pinned') {
    header.showPinned(message.pinned);
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
  limit.reset();
  exports.reset();
  for (const pane of panes) {
    pane.reset();
  }
  kept = host.recall<Kept>();
  if (kept !== undefined) {
    tabs.show(kept.tab);
  }
}

function follow(now: Progress): void {
  const first = progress === undefined;
  progress = now;
  header.show(now);
  limit.show(now);
  exports.follow(now);
  if (view === undefined && now.tables > 0) {
    show(kept?.view ?? FIRST_VIEW, kept?.places);
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
    case 'gone':
      return 'The rows of this run went with the window that it was made in. Run it again to see them.';
  }
}

function show(next: View, places: Kept['places'] = {}): void {
  view = next;
  exported = '';
  const { name } = tabs.current;
  left = { ...places, [name]: undefined };
  list.select(next);
  exports.show(next);
  tabs.current.show(next, places[name]);
}

/** The view with its rows sorted and filtered as the grid shows them, when it does. */
function shown(): View | undefined {
  const now = grid.view;
  return now !== undefined && now.kind === view?.kind && now.index === view.index ? now : view;
}

/** What the grid shows is what is exported. */
function followGrid(): void {
  const now = shown();
  const key = JSON.stringify(now);
  if (now !== undefined && key !== exported) {
    exported = key;
    exports.show(now);
  }
  remember();
}

function choose(): void {
  showPlaceholder();
  const { name } = tabs.current;
  const place = left[name];
  left = { ...left, [name]: undefined };
  tabs.current.show(shown(), place);
  remember();
}

/** Follows what grows; one look at a time, and one more when something came meanwhile. */
async function refresh(): Promise<void> {
  if (refreshing) {
    refreshAgain = true;
    return;
  }
  refreshing = true;
  try {
    do {
      refreshAgain = false;
      await Promise.all([list.update(progress?.tables ?? 0), tabs.current.refresh()]).catch(unlessSuperseded);
    } while (refreshAgain);
  } finally {
    refreshing = false;
  }
}

/** Another run has begun meanwhile: that one is looked at next. */
function unlessSuperseded(error: unknown): void {
  if (!(error instanceof Superseded)) {
    throw error;
  }
}

function remember(): void {
  const now = Object.fromEntries(panes.map((pane) => [pane.name, left[pane.name] ?? pane.place]));
  host.remember({ tab: tabs.current.name, view, places: now } satisfies Kept);
}
