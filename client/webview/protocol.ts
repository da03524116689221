/**
 * What the results panel's page and its host say to each other. Types only: both sides import this file. What belongs to
 * one part of the page has a file of its own in `protocol/`.
 *
 * The host tells how the run stands; everything else the page asks for, in windows of what it shows.
 */

import type { ChartQuestions } from './protocol/chart.ts';
import type { ExportQuestions } from './protocol/export.ts';
import type { LimitQuestions } from './protocol/limit.ts';
import type { RawQuestions } from './protocol/raw.ts';
import type { NamedPlace, Progress, RunAction, RunHeader } from './protocol/run.ts';
import type { TableQuestions, TimeStyle } from './protocol/table.ts';

export * from './protocol/chart.ts';
export * from './protocol/export.ts';
export * from './protocol/first.ts';
export * from './protocol/form.ts';
export * from './protocol/limit.ts';
export * from './protocol/raw.ts';
export * from './protocol/run.ts';
export * from './protocol/table.ts';

export type HostMessage =
  /** A run begins, or the page has just been loaded. What was shown before is void. */
  | {
      readonly type: 'run';
      readonly run: RunHeader;
      /** How times are to read, as a person chose it before; the zone may also be `local`, which is the page's own. */
      readonly times: TimeStyle;
    }
  /** How the run stands; sent a few times a second while it goes on. The first rows come with it. */
  | {
      readonly type: 'progress';
      readonly run: number;
      readonly progress: Progress;
      /** What the page is going to ask now, as it stands. */
      readonly ahead?: readonly Answered[];
    }
  /** The panel can be pinned, and is or is not: said whenever that changes, and to a page that was loaded. */
  | { readonly type: 'pinned'; readonly pinned: boolean }
  | { readonly type: 'answer'; readonly id: number; readonly answer: unknown }
  /** A question that could not be answered; `message` is a sentence for the person. */
  | { readonly type: 'refusal'; readonly id: number; readonly message: string };

export type PageMessage =
  /** The page is loaded and listens. */
  | { readonly type: 'ready' }
  | { readonly type: 'cancel'; readonly run: number }
  /** What came with the first rows is painted. */
  | { readonly type: 'painted'; readonly run: number }
  | { readonly type: 'action'; readonly run: number; readonly action: RunAction }
  /** Keeps the panel, or lets the next run have it. */
  | { readonly type: 'pin'; readonly pinned: boolean }
  /** Shows a place that an error names. */
  | { readonly type: 'reveal'; readonly run: number; readonly place: NamedPlace }
  | {
      readonly type: 'ask';
      readonly id: number;
      readonly run: number;
      readonly question: Question;
    };

/** All questions of the page about a run, with their answers. */
export type Questions = ChartQuestions & ExportQuestions & LimitQuestions & RawQuestions & TableQuestions;

export type Method = keyof Questions;
/** A question that nobody had to ask. */
export interface Answered {
  readonly question: Question;
  readonly answer: unknown;
}

export type Question = { [M in Method]: { readonly method: M } & Questions[M]['ask'] }[Method];
