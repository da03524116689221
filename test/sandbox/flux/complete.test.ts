import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { suite, test } from 'node:test';
import { packages } from '../../../sandbox/flux/library.ts';
import type { Builtin, Composed } from '../../../sandbox/flux/registry.ts';
import { type Family, type StreamCase, situations, untold, type ValueCase } from './cases/case.ts';
import { exceptions, untoldSituations } from './cases/exceptions.ts';
import { families } from './cases/index.ts';

interface Place {
  readonly path: string;
  readonly name: string;
  readonly function: Builtin | Composed;
}

const places: readonly Place[] = packages.flatMap(({ path, functions }) =>
  functions.map((one) => ({ path, name: one.signature.name, function: one })),
);
const cased = (kind: 'streams' | 'values'): (readonly [Family, string, StreamCase | ValueCase])[] =>
  Object.values(families).flatMap((family) =>
    Object.entries(family[kind] ?? {}).map(([name, one]) => [family, name, one] as const),
  );
const reading = Object.values(families).flatMap(({ path, sources }) =>
  Object.entries(sources ?? {}).map(([name, examples]) => ({ id: `${path}.${name}`, name, examples })),
);
const covered = new Set([
  ...[...cased('streams'), ...cased('values')].map(([{ path }, name]) => `${path}.${name}`),
  ...reading.map(({ id }) => id),
]);
/** One function may be in several packages: cases in one of them do. */
const done = new Set(
  places.flatMap((place) => (covered.has(`${place.path}.${place.name}`) ? [place.function] : [])),
);
const excused = ({ path, name }: Place) => `${path}.${name}` in exceptions || `${path}.*` in exceptions;

suite('cases for every function', () => {
  test('each function of the library has cases or a reason', () => {
    const excusedOnce = new Set(places.flatMap((place) => (excused(place) ? [place.function] : [])));
    const missing = places.flatMap((place) =>
      done.has(place.function) || excusedOnce.has(place.function) ? [] : [`${place.path}.${place.name}`],
    );
    assert.deepEqual(missing, [], 'add them to test/sandbox/flux/cases, or to exceptions.ts with the reason');
  });

  test('cases and reasons are about functions that there are', () => {
    const known = new Set(places.flatMap(({ path, name }) => [`${path}.${name}`, `${path}.*`]));
    assert.deepEqual(
      [...covered, ...Object.keys(exceptions)].filter((id) => !known.has(id)),
      [],
    );
  });

  test('reasons name tests that there are', () => {
    const named = Object.values(exceptions).flatMap((reason) => [...reason.matchAll(/\S+\.test\.ts/g)]);
    const gone = named.flatMap(([file]) => (existsSync(new URL(file, import.meta.url)) ? [] : [file]));
    assert.deepEqual(gone, []);
  });

  test('no function has both', () => {
    const both = Object.keys(exceptions).filter((id) => covered.has(id));
    assert.deepEqual(both, []);
  });

  test('each case calls its function', () => {
    const silent = cased('streams').flatMap(([{ path }, name, one]) => {
      const { call } = one as StreamCase;
      return situations.flatMap((situation) => {
        const example = (one as StreamCase)[situation];
        const flux = typeof example === 'object' ? example[0] : call;
        return new RegExp(`\\b${name}\\(`).test(flux) || example === untold
          ? []
          : [`${path}.${name} ${situation}`];
      });
    });
    const unread = reading.flatMap(({ id, name, examples }) =>
      examples.some(([flux]) => new RegExp(`\\b${name}\\(`).test(flux)) ? [] : [id],
    );
    assert.deepEqual([...silent, ...unread], []);
  });

  test('functions of values have nulls where they take something', () => {
    const required = ({ signature }: Builtin | Composed) =>
      signature.parameters.some(({ optional }) => !optional);
    const without = cased('values').flatMap(([{ path }, name, one]) => {
      const place = places.find((other) => other.path === path && other.name === name);
      const { nulls, values } = one as ValueCase;
      if (values.length === 0) return [`${path}.${name} values`];
      return place && required(place.function) && nulls.length === 0 ? [`${path}.${name} nulls`] : [];
    });
    assert.deepEqual(
      without.filter((id) => !(id in untoldSituations)),
      [],
    );
  });

  test('what nobody tells is named', () => {
    const found = cased('streams').flatMap(([{ path }, name, one]) =>
      situations.flatMap((situation) =>
        (one as StreamCase)[situation] === untold ? [`${path}.${name} ${situation}`] : [],
      ),
    );
    const named = Object.keys(untoldSituations).filter((id) => !id.startsWith('types.'));
    assert.deepEqual(found.sort(), named.sort());
  });
});
