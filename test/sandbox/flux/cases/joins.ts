import type { Family } from './case.ts';

const right =
  'tables |> filter(fn: (r) => r._value > 3) |> map(fn: (r) => ({_time: r._time, t: r.t, w: r._value}))';
const other = 'groups |> filter(fn: (r) => r._value > 2)';
/** Rows of two streams side by side, by time; `as` names the columns. */
const sides = (left: string, call: string, as = '(l, r) => ({l with w: r.w})') =>
  `right = ${right}\n${call.replace('LEFT', left).replace('AS', as)}`;
const by = (method: string) =>
  `join.${method}(left: LEFT, right: right, on: (l, r) => l._time == r._time, as: AS)`;
const full = '(l, r) => ({t: if exists l.t then l.t else r.t, v: l._value, w: r.w})';

/** Two streams become one. */
export const joins: Family = {
  path: 'universe',
  streams: {
    join: {
      call: 'limit(n: 9)',
      nulls: [
        'join(tables: {l: nulls, r: tables}, on: ["_time", "t"])',
        '[t=a] _time _value_l _value_r | 10:00 1 1 | 10:10 - 3 | 10:20 4 2 | 10:30 2 6',
      ],
      empty: ['join(tables: {l: empty, r: tables}, on: ["_time", "t"])', 'nothing'],
      tables: [
        `join(tables: {l: tables, r: ${right}}, on: ["_time", "t"])`,
        `[t=a] _time _value w | 10:30 6 6
         [t=b] _time _value w | 10:00 10 10 | 10:10 4 4 | 10:20 4 4`,
      ],
      // Every pair of tables that agree in what is joined on; the keys come together.
      groups: [
        `join(tables: {l: groups, r: ${other}}, on: ["_time", "t", "u"])`,
        `[t=a u=x] _time _value_l _value_r | 10:10 3 3
         [t=a u=y] _time _value_l _value_r | 10:00 5 5
         [t=b u=x] _time _value_l _value_r | 10:10 8 8 | 10:20 8 8`,
      ],
      more: {
        'key columns that are not joined on have both names': [
          `join(tables: {l: groups, r: ${other}}, on: ["_time", "t"])`,
          `[t=a u_l=x u_r=x] _time _value_l _value_r | 10:10 3 3
           [t=a u_l=x u_r=y] _time _value_l _value_r | 10:00 1 5
           [t=a u_l=y u_r=y] _time _value_l _value_r | 10:00 5 5
           [t=b u_l=x u_r=x] _time _value_l _value_r | 10:10 8 8 | 10:20 8 8`,
        ],
        'another method': [
          'join(tables: {l: nulls, r: nulls}, on: ["_time"], method: "left")',
          '! the sandbox\'s join knows the method "inner" only',
        ],
      },
    },
    cov: {
      call: 'limit(n: 9)',
      // Rows in which either is null are left out: 1, 4, 2 against 1, 2, 6 go no way together.
      nulls: ['cov(x: nulls, y: tables, on: ["_time", "t"])', '[t=a] _value | 0.0'],
      empty: ['cov(x: empty, y: tables, on: ["_time", "t"])', 'nothing'],
      tables: [
        'cov(x: tables, y: tables, on: ["_time", "t"])',
        `[t=a] _value | 4.66666666667
         [t=b] _value | 12.0`,
      ],
      groups: [
        'cov(x: groups, y: groups, on: ["_time", "t", "u"])',
        `[t=a u=x] _value | 2.0
         [t=a u=y] _value | NaN
         [t=b u=x] _value | 12.0`,
      ],
    },
    pearsonr: {
      call: 'limit(n: 9)',
      nulls: ['pearsonr(x: nulls, y: tables, on: ["_time", "t"])', '[t=a] _value | 0.0'],
      empty: ['pearsonr(x: empty, y: tables, on: ["_time", "t"])', 'nothing'],
      tables: [
        'pearsonr(x: tables, y: tables, on: ["_time", "t"])',
        `[t=a] _value | 1.0
         [t=b] _value | 1.0`,
      ],
      groups: [
        'pearsonr(x: groups, y: groups, on: ["_time", "t", "u"])',
        `[t=a u=x] _value | 1.0
         [t=a u=y] _value | NaN
         [t=b u=x] _value | 1.0`,
      ],
    },
  },
};

/** Package join: only tables of one group key meet. */
export const joinPackage: Family = {
  path: 'join',
  streams: {
    inner: {
      call: 'limit(n: 9)',
      nulls: [sides('nulls', by('inner')), '[t=a] _time _value w | 10:30 2 6'],
      empty: [sides('empty', by('inner')), 'nothing'],
      tables: [
        sides('tables', by('inner')),
        `[t=a] _time _value w | 10:30 6 6
         [t=b] _time _value w | 10:00 10 10 | 10:10 4 4 | 10:20 4 4`,
      ],
      groups: [
        `join.inner(left: groups, right: ${other}, on: (l, r) => l._time == r._time, as: (l, r) => ({l with w: r._value}))`,
        `[t=a u=x] _time _value w | 10:10 3 3
         [t=a u=y] _time _value w | 10:00 5 5
         [t=b u=x] _time _value w | 10:10 8 8 | 10:20 8 8`,
      ],
      more: {
        'null equals nothing': [
          'join.inner(left: nulls, right: nulls, on: (l, r) => l._value == r._value, as: (l, r) => ({l with w: r._value}))',
          '[t=a] _time _value w | 10:00 1 1 | 10:30 2 2 | 10:20 4 4',
        ],
        'each with each': [
          'join.inner(left: tables, right: tables, on: (l, r) => l.t == r.t, as: (l, r) => ({t: l.t, a: l._value, b: r._value})) |> filter(fn: (r) => r.t == "b") |> count(column: "a")',
          '[t=b] a | 9',
        ],
        'what does not compare columns': [
          'join.inner(left: nulls, right: nulls, on: (l, r) => l._value < r._value, as: (l, r) => l)',
          '! on must compare columns of both records',
        ],
        'the key must stay': [
          'join.inner(left: nulls, right: nulls, on: (l, r) => l._time == r._time, as: (l, r) => ({v: l._value}))',
          '! join cannot modify group key',
        ],
      },
    },
    left: {
      call: 'limit(n: 9)',
      nulls: [
        sides('nulls', by('left')),
        '[t=a] _time _value w | 10:00 1 - | 10:10 - - | 10:20 4 - | 10:30 2 6',
      ],
      empty: [sides('empty', by('left')), 'nothing'],
      tables: [
        sides('tables', by('left')),
        `[t=a] _time _value w | 10:00 1 - | 10:10 3 - | 10:20 2 - | 10:30 6 6
         [t=b] _time _value w | 10:00 10 10 | 10:10 4 4 | 10:20 4 4`,
      ],
      groups: [
        `join.left(left: groups, right: ${other}, on: (l, r) => l._time == r._time, as: (l, r) => ({l with w: r._value}))`,
        `[t=a u=x] _time _value w | 10:00 1 - | 10:10 3 3
         [t=a u=y] _time _value w | 10:00 5 5
         [t=b u=x] _time _value w | 10:00 2 - | 10:10 8 8 | 10:20 8 8`,
      ],
    },
    right: {
      call: 'limit(n: 9)',
      nulls: [
        sides('nulls', by('right'), '(l, r) => ({r with v: l._value})'),
        `[t=a] _time v w | 10:30 2 6
         [t=b] _time v:int w | 10:00 - 10 | 10:10 - 4 | 10:20 - 4`,
      ],
      empty: [
        sides('empty', by('right'), '(l, r) => ({t: r.t, w: r.w})'),
        `[t=a] w | 6
         [t=b] w | 10 | 4 | 4`,
      ],
      tables: [
        sides('tables |> limit(n: 1)', by('right'), '(l, r) => ({r with v: l._value})'),
        `[t=a] _time v:int w | 10:30 - 6
         [t=b] _time v w | 10:00 10 10 | 10:10 - 4 | 10:20 - 4`,
      ],
      groups: [
        `join.right(left: ${other}, right: groups, on: (l, r) => l._time == r._time, as: (l, r) => ({r with v: l._value}))`,
        `[t=a u=x] _time _value v | 10:00 1 - | 10:10 3 3
         [t=a u=y] _time _value v | 10:00 5 5
         [t=b u=x] _time _value v | 10:00 2 - | 10:10 8 8 | 10:20 8 8`,
      ],
    },
    full: {
      call: 'limit(n: 9)',
      nulls: [
        sides('nulls |> tail(n: 3)', by('full'), full),
        `[t=a] v w | - - | 4 - | 2 6
         [t=b] v:int w | - 10 | - 4 | - 4`,
      ],
      empty: [
        sides('empty', by('full'), '(l, r) => ({t: r.t, w: r.w})'),
        `[t=a] w | 6
         [t=b] w | 10 | 4 | 4`,
      ],
      tables: [
        sides('tables |> limit(n: 1)', by('full'), full),
        `[t=a] v w | 1 - | - 6
         [t=b] v w | 10 10 | - 4 | - 4`,
      ],
      groups: [
        `join.full(left: groups |> filter(fn: (r) => r.u == "y"), right: ${other}, on: (l, r) => l._time == r._time, as: (l, r) => ({t: r.t, u: r.u, v: l._value, w: r._value}))`,
        `[t=a u=x] v:int w | - 3
         [t=a u=y] v w | 5 5
         [t=b u=x] v:int w | - 8 | - 8`,
      ],
    },
    tables: {
      call: 'limit(n: 9)',
      nulls: [
        sides('nulls', `${by('tables').slice(0, -1)}, method: "inner")`),
        '[t=a] _time _value w | 10:30 2 6',
      ],
      empty: [sides('empty', `${by('tables').slice(0, -1)}, method: "left")`), 'nothing'],
      tables: [
        sides('tables |> limit(n: 1)', `${by('tables').slice(0, -1)}, method: "left")`),
        `[t=a] _time _value w:int | 10:00 1 -
         [t=b] _time _value w | 10:00 10 10`,
      ],
      groups: [
        `join.tables(left: groups, right: ${other}, on: (l, r) => l._time == r._time, as: (l, r) => ({l with w: r._value}), method: "inner") |> count()`,
        `[t=a u=x] _value | 1
         [t=a u=y] _value | 1
         [t=b u=x] _value | 2`,
      ],
      more: {
        'another method': [
          sides('nulls', `${by('tables').slice(0, -1)}, method: "outer")`),
          '! invalid join method "outer"',
        ],
      },
    },
    time: {
      call: 'limit(n: 9)',
      nulls: [
        sides('nulls', 'join.time(left: LEFT, right: right, as: AS)'),
        '[t=a] _time _value w | 10:30 2 6',
      ],
      empty: [sides('empty', 'join.time(left: LEFT, right: right, as: AS)'), 'nothing'],
      tables: [
        sides('tables |> limit(n: 1)', 'join.time(left: LEFT, right: right, as: AS, method: "left")'),
        `[t=a] _time _value w:int | 10:00 1 -
         [t=b] _time _value w | 10:00 10 10`,
      ],
      groups: [
        `join.time(left: groups, right: ${other}, as: (l, r) => ({l with w: r._value})) |> count()`,
        `[t=a u=x] _value | 1
         [t=a u=y] _value | 1
         [t=b u=x] _value | 2`,
      ],
    },
  },
};
