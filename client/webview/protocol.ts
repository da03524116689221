/**
 * What the results panel's page and its host say to each other. Types only: both sides import this file. What belongs to
 * one part of the page has a file of its own in `protocol/`.
 *
 * The host tells how the run stands; everything else the page asks for, in windows of what it shows.
 */

import type { Progress, RunHeader } from './protocol/run.ts';
import type { TableQuestions } from './protocol/table.ts';

export * from './protocol/run.ts';
export * from './protocol/table.ts';

export type HostMessage =
  /** A run begins, or the page has just been loaded. What was shown before is void. */
  | { readonly type: 'run'; readonly run: RunHeader }
  /** How the run stands; sent a few times a second while it goes on. */
  | { readonly type: 'progress'; readonly run: number; readonly progress: Progress }
  | { readonly type: 'answer'; readonly id: number; readonly answer: unknown }
  /** A question that could not be answered; `message` is a sentence for the person. */
  | { readonly type: 'refusal'; readonly id: number; readonly message: string };

export type PageMessage =
  /** The page is loaded and listens. */
  | { readonly type: 'ready' }
  | { readonly type: 'cancel'; readonly run: number }
  | {
      readonly type: 'ask';
      readonly id: number;
      readonly run: number;
      readonly question: Question;
    };

/** All questions of the page about a run, with their answers. */
export type Questions = TableQuestions;

export type Method = keyof Questions;
export type Question = { [M in Method]: { readonly method: M } & Questions[M]['ask'] }[Method];
