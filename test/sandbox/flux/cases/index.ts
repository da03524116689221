import { aggregates } from './aggregates.ts';
import { averages } from './averages.ts';
import type { Family } from './case.ts';
import { conversions } from './conversions.ts';
import { boundaries, dates, timezones } from './dates.ts';
import { experimental } from './experimental.ts';
import { histograms } from './histograms.ts';
import { joinPackage, joins } from './joins.ts';
import { lookup } from './lookup.ts';
import { bitwise, math } from './numbers.ts';
import * as packages from './packages.ts';
import { selectors } from './selectors.ts';
import { series } from './series.ts';
import { shape } from './shape.ts';
import * as sources from './sources.ts';
import { states } from './states.ts';
import { regexps, strings } from './text.ts';
import * as values from './values.ts';
import { windows } from './windows.ts';

/** Every family of cases, by what it is about. */
export const families: Readonly<Record<string, Family>> = {
  aggregates,
  selectors,
  series,
  averages,
  states,
  shape,
  windows,
  histograms,
  lookup,
  conversions,
  joins,
  'package join': joinPackage,
  'package strings': strings,
  'package regexp': regexps,
  'package math': math,
  'package bitwise': bitwise,
  'package date': dates,
  'package date/boundaries': boundaries,
  'package timezone': timezones,
  ...values,
  'package experimental': experimental,
  ...packages,
  ...sources,
};
