import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placesOf, targetAt } from '../../server/src/flux/targets.ts';
import { cursorIn } from './client.ts';
import { scriptOf } from './script.ts';

/** Around each place: `[use]`, `{definition}`. */
function shown(marked: string): string | undefined {
  const { text, position } = cursorIn(marked);
  const script = scriptOf(text);
  const target = targetAt(script, script.positions.offset(position));
  if (!target) return undefined;
  let from = 0;
  const parts = placesOf(target, script).map(({ start, end, definition }) => {
    const part = text.slice(from, start) + (definition ? '⟪' : '‹') + text.slice(start, end);
    from = end;
    return part + (definition ? '⟫' : '›');
  });
  return parts.join('') + text.slice(from);
}

const cases: { name: string; marked: string; places: string | undefined }[] = [
  { name: 'a variable, from its definition', marked: '‸a = 1\nb = a + a', places: '⟪a⟫ = 1\nb = ‹a› + ‹a›' },
  { name: 'a variable, from behind a use', marked: 'a = 1\nb = a‸', places: '⟪a⟫ = 1\nb = ‹a›' },
  {
    name: 'a variable, not an inner one of its name',
    marked: 'a = 1\nf = () => {\n  a = 2\n  return a\n}\nb = ‸a',
    places: '⟪a⟫ = 1\nf = () => {\n  a = 2\n  return a\n}\nb = ‹a›',
  },
  { name: 'a variable in a text', marked: '‸a = "x"\nb = "${a}!"', places: '⟪a⟫ = "x"\nb = "${‹a›}!"' },
  { name: 'an option', marked: 'option ‸o = 1\na = o', places: 'option ⟪o⟫ = 1\na = ‹o›' },
  {
    name: "a function's parameter, with the arguments",
    marked: 'f = (n, m=1) => ‸n + m\na = f(n: 1)',
    places: 'f = (⟪n⟫, m=1) => ‹n› + m\na = f(‹n›: 1)',
  },
  {
    name: 'an argument, of which the value has the same name',
    marked: 'n = 1\nf = (n) => n\na = f(‸n: n)',
    places: 'n = 1\nf = (⟪n⟫) => ‹n›\na = f(‹n›: n)',
  },
  {
    name: 'the short form of an argument, which is the variable too',
    marked: 'n = 1\nf = (n) => n\na = f(‸n)',
    places: '⟪n⟫ = 1\nf = (n) => n\na = f(‹n›)',
  },
  {
    name: 'the short form of an argument, whose value is not of the script',
    marked: 'f = (now) => 1\na = f(‸now)',
    places: 'f = (⟪now⟫) => 1\na = f(‹now›)',
  },
  {
    name: 'an import, by the last part of its path',
    marked: 'import "a/bc"\nx = ‸bc.d()',
    places: 'import "a/⟪bc⟫"\nx = ‹bc›.d()',
  },
  {
    name: 'an import, from its path',
    marked: 'import "‸a/bc"\nx = bc.d()',
    places: 'import "a/⟪bc⟫"\nx = ‹bc›.d()',
  },
  {
    name: "an import's alias",
    marked: 'import d "date"\nx = ‸d.e()',
    places: 'import ⟪d⟫ "date"\nx = ‹d›.e()',
  },
  {
    name: 'a key, with dot and brackets',
    marked: 'a = params.‸x\nb = params["x"] + params.y',
    places: 'a = params.‹x›\nb = params["‹x›"] + params.y',
  },
  { name: 'a key, from its quote', marked: 'a = params[‸"x y"]', places: 'a = params["‹x y›"]' },
  {
    name: 'a key, through aliases and functions',
    marked: 'p = params\nf = (q) => q.x\na = f(q: p) + p["‸x"]',
    places: 'p = params\nf = (q) => q.‹x›\na = f(q: p) + p["‹x›"]',
  },
  {
    name: 'a key, not that of an extension',
    marked: 'p = {params with x: params.‸x}\na = p.x',
    places: 'p = {params with x: params.‹x›}\na = p.x',
  },
  {
    name: 'a key, in the doc comment',
    marked: '// ## Parameters\n//\n// - x: x.\n// * `y`: y.\na = params.x + params.‸y',
    places: '// ## Parameters\n//\n// - x: x.\n// * `⟪y⟫`: y.\na = params.x + params.‹y›',
  },
  {
    name: 'a key, from the doc comment',
    marked: '// ## Parameters\r\n// - pa‸ra: para.\r\na = params.para',
    places: '// ## Parameters\r\n// - ⟪para⟫: para.\r\na = params.‹para›',
  },
  {
    name: 'a key that is a letter of its own comment',
    marked: '  // ## Parameters\n  // - ‸-: the dash\nw = params["-"]',
    places: '  // ## Parameters\n  // - ⟪-⟫: the dash\nw = params["‹-›"]',
  },
  {
    name: 'a documented key that nothing uses',
    marked: '// ## Parameters\n// - ‸x: x.',
    places: '// ## Parameters\n// - ⟪x⟫: x.',
  },
  {
    name: 'a key behind letters of two units',
    marked: 'a = "😀𝔘" + params.‸ü\n\tb = params["ü"]',
    places: 'a = "😀𝔘" + params.‹ü›\n\tb = params["‹ü›"]',
  },
  { name: 'a key whose bracket is being typed', marked: 'a = params["‸x', places: 'a = params["‹x›' },
  { name: 'the record itself', marked: 'a = ‸params.x', places: undefined },
  { name: 'a column', marked: 'f = (r) => r.‸_value', places: undefined },
  { name: 'a comment', marked: 'a = 1 // ‸a', places: undefined },
  { name: 'an empty text', marked: '‸', places: undefined },
  { name: 'behind a dot with nothing', marked: 'a = params.‸', places: undefined },
];

for (const { name, marked, places } of cases) {
  test(`places of ${name}`, () => assert.equal(shown(marked), places));
}
