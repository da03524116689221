import assert from 'node:assert/strict';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { stdlib } from '../../scripts/stdlib.mjs';
import { Library, loadLibrary, type Member } from '../../server/src/library/library.ts';
import { constraintsOf, type FluxType, formatType, parseType } from '../../server/src/library/types.ts';
import { startEngine } from './client.ts';

const engine = startEngine();
let folder: string;
let file: string;
let library: Library;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stdlib-'));
  file = join(folder, 'stdlib.json');
  await writeFile(file, JSON.stringify(await stdlib()));
  library = loadLibrary(file);
});

after(async () => {
  await engine.dispose();
  await rm(folder, { recursive: true, force: true });
});

function everyMember(): Member[] {
  const packages = [...library.packages.values()];
  return [...packages.flatMap(({ members }) => [...members.values()]), ...library.builtins.values()];
}

function isPublic(name: string): boolean {
  return !name.startsWith('_');
}

function parametersOf(member: Member | undefined): string[] {
  assert.ok(member?.signature, `${member?.name} is a function`);
  return member.signature.parameters.map(
    ({ name, optional, pipe, type }) =>
      `${pipe ? '<-' : ''}${optional ? '?' : ''}${name}: ${formatType(type)}`,
  );
}

/** A type as text in which variables are numbered as they come, and these variables. */
function shapeOf(type: FluxType): { shape: string; variables: string[] } {
  const variables: string[] = [];
  const numberOf = (name: string) => {
    if (!variables.includes(name)) variables.push(name);
    return variables.indexOf(name);
  };
  const shape = JSON.stringify(type, (key, value) => {
    if (key === 'extends') return numberOf(value);
    return value?.kind === 'variable' ? numberOf(value.name) : value;
  });
  return { shape, variables };
}

/** What the compiler itself says of an expression, and of what it asks of its variables. */
async function compilersType(introduction: string, expression: string): Promise<string> {
  const text = `${introduction}\nx = ${expression}\ny = x\n`;
  const printed = await engine.typeAt(text, { line: 2, character: 4 });
  assert.ok(printed !== undefined, `the compiler knows ${expression}`);
  return printed;
}

function assertSameType(member: Member, printed: string) {
  const own = shapeOf(member.type);
  const theirs = shapeOf(parseType(printed));
  assert.equal(own.shape, theirs.shape, `${member.path} ${member.name}`);
  const asked = (text: string, variables: string[]) =>
    variables.map((variable) => constraintsOf(text).get(variable)?.join(' + '));
  assert.deepEqual(asked(member.printed, own.variables), asked(printed, theirs.variables));
}

test('the compiler knows every package by its name, with the same members', async () => {
  assert.ok(library.packages.size > 80);
  for (const { path, name, members } of library.packages.values()) {
    const printed = await engine.typeAt(`import "${path}"\nx = ${name}\n`, { line: 1, character: 5 });
    const type = parseType(printed ?? '');
    assert.ok(type.kind === 'record' && members.size > 0, `${path} is called ${name}`);
    const names = type.properties.map((property) => property.name);
    assert.deepEqual([...members.keys()].sort(), names.sort());
  }
});

test('the builtins', () => {
  const expected =
    'from range filter map aggregateWindow mean sum count first last limit yield group pivot join union sort window ' +
    'keep drop rename set fill duplicate columns keys elapsed difference derivative quantile median histogram int ' +
    'uint float string bool bytes time duration now true false inf display die contains length today findColumn ' +
    'findRecord getColumn getRecord tableFind reduce tail top bottom unique distinct to wideTo buckets cardinality';
  assert.deepEqual(
    expected.split(' ').filter((name) => !library.builtin(name)),
    [],
  );
  const members = library.packages.get('universe')?.members ?? assert.fail();
  assert.deepEqual(
    [...members.keys()].filter((name) => isPublic(name) && !library.builtin(name)),
    [],
  );
  const none = ['strings', 'params', 'v', 'toString()', 'constructor', '', 'import', 'option', '_window'];
  assert.deepEqual(
    none.filter((name) => library.builtin(name)),
    [],
  );
  assert.deepEqual(
    ['inf', 'true', 'false'].map((name) => formatType(library.builtin(name)?.type ?? assert.fail(name))),
    ['duration', 'bool', 'bool'],
  );
});

test("every member's type is read whole", () => {
  const members = everyMember();
  assert.ok(members.length > 700);
  for (const { path, name, printed, type } of members) {
    const { shape, variables } = shapeOf(type);
    assert.ok(!shape.includes('"unknown"'), `${path} ${name}: ${printed}`);
    const constraints = constraintsOf(printed);
    assert.deepEqual(
      [...constraints.keys()].filter((variable) => !variables.includes(variable)),
      [],
    );
    assert.equal(printed.split(' where ')[0], formatType(type));
    assert.ok(!printed.includes('\n'));
  }
});

test("each builtin's type is the compiler's", async () => {
  for (const member of library.builtins.values()) {
    assertSameType(member, await compilersType('', member.name));
  }
});

test("the types of packages' members are the compiler's", async () => {
  const members = [...library.packages.values()].flatMap((each) => [...each.members.values()].slice(0, 3));
  for (const member of members) {
    assertSameType(member, await compilersType(`import p "${member.path}"`, `p.${member.name}`));
  }
});

test('arguments', () => {
  const window = parametersOf(library.builtin('aggregateWindow'));
  assert.equal(window[0], '<-tables: stream[A]');
  assert.ok(window.includes('every: duration'));
  assert.ok(window.includes('?createEmpty: bool'));
  assert.deepEqual(parametersOf(library.builtin('range')), [
    '<-tables: stream[{A with _time: time}]',
    'start: B',
    '?stop: C',
  ]);
  assert.deepEqual(parametersOf(library.member('strings', 'joinStr')), ['arr: [string]', 'v: string']);
  assert.deepEqual(parametersOf(library.member('array', 'from')), ['<-rows: [A]']);
  assert.deepEqual(parametersOf(library.member('date', 'truncate')).slice(1), [
    'unit: duration',
    '?location: {offset: duration, zone: string}',
  ]);
  assert.deepEqual(constraintsOf(library.member('date', 'truncate')?.printed ?? '').get('A'), ['Timeable']);
  assert.equal(library.member('math', 'pi')?.signature, undefined);
  assert.equal(library.member('math', 'nothing'), undefined);
  assert.equal(library.member('nothing', 'pi'), undefined);
});

test('packages by name: the likeliest first', () => {
  assert.deepEqual(library.packagesNamed('array'), ['array', 'experimental/array']);
  assert.deepEqual(library.packagesNamed('influxdb'), [
    'influxdata/influxdb',
    'experimental/influxdb',
    'contrib/jsternberg/influxdb',
  ]);
  assert.deepEqual(library.packagesNamed('boundaries'), ['date/boundaries', 'experimental/date/boundaries']);
  assert.deepEqual(library.packagesNamed('discord'), ['contrib/chobbs/discord']);
  assert.deepEqual(library.packagesNamed('nothing'), []);
});

const stdlibPages = 'https://docs.influxdata.com/flux/v0/stdlib/';
const pages: [path: string, name: string | undefined, page: string | undefined][] = [
  ['universe', 'aggregateWindow', 'universe/aggregatewindow/'],
  ['universe', 'range', 'universe/range/'],
  ['universe', 'from', 'influxdata/influxdb/from/'],
  ['universe', 'to', 'influxdata/influxdb/to/'],
  ['universe', undefined, 'universe/'],
  ['universe', 'inf', 'universe/'],
  ['universe', 'true', 'universe/'],
  ['strings', 'joinStr', 'strings/joinstr/'],
  ['strings', 'index', 'strings/index-fn/'],
  ['strings', 'lastIndex', 'strings/lastindex/'],
  ['strings', undefined, 'strings/'],
  ['strings', 'nothing', 'strings/'],
  ['math', 'pi', 'math/'],
  ['date', '_hour', 'date/'],
  [
    'contrib/RohanSreerama5/naiveBayesClassifier',
    'naiveBayes',
    'contrib/rohansreerama5/naivebayesclassifier/naivebayes/',
  ],
  ['influxdata/influxdb/schema', 'tagValues', 'influxdata/influxdb/schema/tagvalues/'],
  ['nothing', undefined, undefined],
];

for (const [path, name, page] of pages) {
  test(`page of ${path} ${name ?? ''}`, () => {
    assert.equal(library.documentationUrl(path, name), page && `${stdlibPages}${page}`);
  });
}

test('types are read when they are asked for, and once', () => {
  const broken = new Library({ packages: {}, universe: { odd: '{', fine: 'int' } });
  assert.deepEqual(broken.builtin('odd')?.type, { kind: 'unknown', text: '{' });
  assert.equal(broken.builtin('fine')?.path, 'universe');
  const member = library.builtin('map');
  assert.equal(member?.type, member?.type);
});

test('the catalogue is small', async () => {
  assert.ok((await stat(file)).size < 120_000);
});

test('without a catalogue there is no library', () => {
  assert.throws(() => loadLibrary(join(folder, 'none.json')), /ENOENT/);
});
