import { type Diagnostic, LSPErrorCodes, type TextDocumentContentChangeEvent } from 'vscode-languageserver';
import { first, type Subject, show, wrongPlace } from './checks.ts';
import { type Answer, Peer, type Published } from './peer.ts';
import { announcedKinds, type Kind, type Place } from './requests.ts';
import type { Text } from './text.ts';

/** Milliseconds in which everything that was asked is answered; only so that a server that hangs fails the test. */
const patience = 30_000;

/** From one `didOpen` to its `didClose`. */
interface Opening {
  readonly uri: string;
  version: number;
  /** What was sent, from the version that was published last. */
  readonly texts: Map<number, Text>;
  closed: boolean;
  published: number;
  diagnostics: readonly Diagnostic[];
}

/** An editor that believes nothing: whatever the server says is held against the version that it is about. */
export class Editor {
  readonly peer = new Peer((published) => this.#receive(published));
  kinds: readonly Kind[] = [];
  /** What went wrong first. */
  fault: string | undefined;
  /** By method: all answers, and those that were not null. */
  readonly answered = new Map<string, { all: number; found: number }>();
  readonly #open = new Map<string, Opening>();
  /** What the server publishes is about the first of a document, until it takes back what it said of it. */
  readonly #openings = new Map<string, Opening[]>();
  readonly #waiting = new Set<Promise<void>>();
  readonly #unanswered = new Map<number, string>();
  #told: (() => void) | undefined;

  async start(): Promise<void> {
    await this.peer.start();
    this.kinds = announcedKinds(this.peer.capabilities);
  }

  open(uri: string, text: Text): void {
    const opening: Opening = {
      uri,
      version: 1,
      texts: new Map([[1, text]]),
      closed: false,
      published: 0,
      diagnostics: [],
    };
    this.#open.set(uri, opening);
    this.#openings.set(uri, [...(this.#openings.get(uri) ?? []), opening]);
    const textDocument = { uri, languageId: 'flux', version: 1, text: text.value };
    this.peer.notify('textDocument/didOpen', { textDocument });
  }

  change(uri: string, contentChanges: readonly TextDocumentContentChangeEvent[], text: Text): void {
    const opening = this.#opening(uri);
    opening.version += 1;
    opening.texts.set(opening.version, text);
    const textDocument = { uri, version: opening.version };
    this.peer.notify('textDocument/didChange', { textDocument, contentChanges });
  }

  close(uri: string): void {
    this.#opening(uri).closed = true;
    this.#open.delete(uri);
    this.peer.notify('textDocument/didClose', { textDocument: { uri } });
  }

  /** Asks about the newest version. @returns a function that cancels */
  ask(kind: Kind, place: Omit<Place, 'diagnostics'>): () => void {
    const opening = this.#opening(place.uri);
    const { version, published, diagnostics } = opening;
    const text = this.#text(opening);
    const whole: Place = { ...place, diagnostics };
    // Actions name the problems that they solve, as they were when the editor learned of them.
    const skip = published === version ? {} : { skip: 'diagnostics' };
    const subject: Subject = { uri: place.uri, version, text, ...skip };
    const params = kind.params(whole);
    let cancelled = false;
    const outdated = () => opening.closed || opening.version !== version;
    const { id } = this.#send(kind.method, params, (answer) => {
      // What lies outside is taken for the nearest place.
      const cursor = { ...whole, position: text.nearest(place.position) };
      const wrong = wrongAnswer(kind, answer, subject, cursor, { cancelled, outdated: outdated() });
      if (wrong !== undefined) {
        const facts = `${kind.method} ${show(params)} of version ${version}: ${show(answer)}`;
        this.#fail(`${wrong}\n${facts}\nof the text ${JSON.stringify(text.value)}`);
      }
      const item = kind.resolve && firstItem(answer.result);
      if (!kind.resolve || !item || this.fault !== undefined) return;
      this.#send(kind.resolve, item, ({ error, result }) => {
        if (error || !result) this.#fail(`${kind.resolve} ${show(item)}: ${show(error ?? result)}`);
      });
    });
    return () => {
      cancelled = true;
      this.peer.cancel(id);
    };
  }

  /** Everything that was asked has been answered. */
  async settled(): Promise<void> {
    await this.#patiently(
      async () => {
        while (this.#waiting.size > 0) await Promise.all(this.#waiting);
      },
      () => `No answer to ${[...this.#unanswered.values()].slice(0, 10).join(', ')}`,
    );
  }

  /** Diagnostics of the newest version of a document have come. */
  async diagnosed(uri: string): Promise<readonly Diagnostic[]> {
    const opening = this.#opening(uri);
    await this.#patiently(
      async () => {
        while (opening.published !== opening.version && this.fault === undefined) {
          await new Promise<void>((resolve) => {
            this.#told = resolve;
          });
        }
      },
      () =>
        `No diagnostics for version ${opening.version} of ${uri}: ${JSON.stringify(this.#text(opening).value)}`,
    );
    return opening.diagnostics;
  }

  /** @throws Error with what went wrong, if anything did */
  check(): void {
    const fault = this.fault ?? this.peer.faults[0];
    if (fault !== undefined) throw new Error(fault);
  }

  /** The text of the newest version, which whoever reads a failure needs. */
  textOf(uri: string): string | undefined {
    const opening = this.#open.get(uri);
    return opening && this.#text(opening).value;
  }

  #send(method: string, params: unknown, then: (answer: Answer) => void): { id: number } {
    const { id, answer } = this.peer.request(method, params);
    this.#unanswered.set(id, method);
    const waiting = answer.then((given) => {
      this.#waiting.delete(waiting);
      this.#unanswered.delete(id);
      const count = this.answered.get(method) ?? { all: 0, found: 0 };
      count.all += 1;
      if (given.result !== null && given.result !== undefined) count.found += 1;
      this.answered.set(method, count);
      then(given);
    });
    this.#waiting.add(waiting);
    return { id };
  }

  #receive({ uri, version, diagnostics }: Published): void {
    const openings = this.#openings.get(uri) ?? [];
    const [opening] = openings;
    const wrong = this.#wrongPublished(
      { uri, diagnostics, ...(version !== undefined && { version }) },
      opening,
    );
    if (wrong !== undefined) {
      const text = JSON.stringify(opening?.texts.get(version ?? 0)?.value);
      this.#fail(`${wrong}\nfor version ${version} of ${uri}: ${show(diagnostics)}\nof the text ${text}`);
    }
    if (!opening) return;
    if (version === undefined) {
      openings.shift();
    } else {
      opening.published = version;
      opening.diagnostics = diagnostics;
      for (const old of opening.texts.keys()) if (old < version) opening.texts.delete(old);
    }
    this.#told?.();
  }

  #wrongPublished(
    { uri, version, diagnostics }: Published,
    opening: Opening | undefined,
  ): string | undefined {
    if (!opening) return 'Diagnostics for what is not open';
    if (version === undefined) {
      return opening.closed && diagnostics.length === 0 ? undefined : 'Diagnostics without a version';
    }
    if (version < opening.published) return `Diagnostics of an older version than ${opening.published}`;
    const text = opening.texts.get(version);
    if (!text) return 'Diagnostics of a version that was never sent';
    const wrong =
      wrongPlace(diagnostics, { uri, version, text }) ?? this.#wrongName(uri, version, diagnostics, text);
    return wrong && `Diagnostics: ${wrong}`;
  }

  /** A name that is said to be unknown stands there: else the diagnostics are another version's. */
  #wrongName(
    uri: string,
    version: number,
    diagnostics: readonly Diagnostic[],
    text: Text,
  ): string | undefined {
    // Where the compiler dies, an older version's are shown, and the server says so before.
    if (this.peer.warnings.has(`The Flux compiler failed on version ${version} of ${uri}.`)) return undefined;
    return first(diagnostics, ({ message, range }) => {
      const name = typeof message === 'string' && /^undefined identifier (\w+)$/.exec(message)?.[1];
      // A broken text may have it in quotes.
      return !name || text.in(range).includes(name) ? undefined : `“${message}” at “${text.in(range)}”`;
    });
  }

  #opening(uri: string): Opening {
    const opening = this.#open.get(uri);
    if (!opening) throw new Error(`${uri} is not open.`);
    return opening;
  }

  #text({ texts, version }: Opening): Text {
    const text = texts.get(version);
    if (!text) throw new Error('The newest text is always kept.');
    return text;
  }

  #fail(fault: string): void {
    this.fault ??= fault;
    this.#told?.();
  }

  async #patiently(wait: () => Promise<void>, complaint: () => string): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        this.#fail(complaint());
        resolve();
      }, patience);
    });
    const died = this.peer.exited.then(() => undefined);
    await Promise.race([wait(), late, died]);
    clearTimeout(timer);
    this.check();
  }
}

interface Circumstances {
  readonly cancelled: boolean;
  /** A newer version was sent in the meantime. */
  readonly outdated: boolean;
}

function wrongAnswer(
  kind: Kind,
  { error, result }: Answer,
  subject: Subject,
  place: Place,
  { cancelled, outdated }: Circumstances,
): string | undefined {
  if (error) {
    const { code, message } = error;
    if (code === LSPErrorCodes.RequestCancelled && cancelled) return undefined;
    if (code === LSPErrorCodes.ContentModified && outdated) return undefined;
    // A sentence for people, not what a programming language says of itself.
    const sentence =
      /^[A-Z“].{15,}[.?]$/su.test(message) && !/undefined|null|Cannot read|is not a /.test(message);
    if (code === LSPErrorCodes.RequestFailed && kind.refusable && sentence) return undefined;
    return `An error: ${code} ${message}`;
  }
  if (result === null || result === undefined) return undefined;
  const misplaced = wrongPlace(result, subject);
  if (misplaced !== undefined) return `An answer out of place: ${misplaced}`;
  const wrong = kind.wrong?.(result as never, subject, place);
  return wrong && `A wrong answer: ${wrong}`;
}

function firstItem(result: unknown): unknown {
  if (Array.isArray(result)) return result[0];
  return (result as { items?: unknown[] } | null | undefined)?.items?.[0];
}
