import type { Family } from './case.ts';

/** From tables to what they are made of, and to values. */
export const lookup: Family = {
  path: 'universe',
  streams: {
    columns: {
      call: 'columns() |> sort()',
      nulls: '[t=a] _value | _time | _value | t',
      empty: '[t=a] _value | _time | _value | t',
      tables: `[t=a] _value | _time | _value | t
               [t=b] _value | _time | _value | t`,
      groups: `[t=a u=x] _value | _time | _value | t | u
             [t=a u=y] _value | _time | _value | t | u
             [t=b u=x] _value | _time | _value | t | u`,
      more: {
        'under a name of one’s own': [
          'nulls |> columns(column: "label") |> sort(columns: ["label"])',
          '[t=a] label | _time | _value | t',
        ],
      },
    },
    keys: {
      call: 'keys()',
      nulls: '[t=a] _value | t',
      empty: '[t=a] _value | t',
      tables: `[t=a] _value | t
               [t=b] _value | t`,
      groups: `[t=a u=x] _value | t | u
             [t=a u=y] _value | t | u
             [t=b u=x] _value | t | u`,
    },
    keyValues: {
      call: 'keyValues(keyColumns: ["_value"])',
      nulls: '[t=a] _key _value | _value 1 | _value - | _value 4 | _value 2',
      empty: '[t=a] _key:string _value:int',
      tables: `[t=a] _key _value | _value 1 | _value 3 | _value 2 | _value 6
               [t=b] _key _value | _value 10 | _value 4`,
      groups: `[t=a u=x] _key _value | _value 1 | _value 3
             [t=a u=y] _key _value | _value 5
             [t=b u=x] _key _value | _value 2 | _value 8`,
      more: {
        'several columns': [
          'groups |> filter(fn: (r) => r.u == "y") |> keyValues(keyColumns: ["u", "t", "x"])',
          '[t=a u=y] _key _value | u y | t a',
        ],
        'none of the columns': ['nulls |> keyValues(keyColumns: ["x"])', '! not having key columns [x]'],
        'columns of two types': [
          'nulls |> keyValues(keyColumns: ["t", "_value"])',
          '! keyColumns must all be the same type',
        ],
        'no columns': ['nulls |> keyValues()', '! neither column list nor predicate function provided'],
      },
    },
    tableFind: {
      call: 'tableFind(fn: (key) => key.t == "a") |> getColumn(column: "_value")',
      gives: 'value',
      nulls: '[1, <null>, 4, 2]',
      empty: '[]',
      tables: '[1, 3, 2, 6]',
      // The first of the tables that are found.
      groups: '[1, 3]',
      more: {
        'no table': [
          'groups |> tableFind(fn: (key) => key.t == "c") |> getColumn(column: "_value")',
          '! no table found',
        ],
      },
    },
    getColumn: {
      call: 'tableFind(fn: (key) => true) |> getColumn(column: "t")',
      gives: 'value',
      nulls: '[a, a, a, a]',
      empty: '[]',
      tables: '[a, a, a, a]',
      groups: '[a, a]',
      more: {
        'a column that is not there': [
          'nulls |> tableFind(fn: (key) => true) |> getColumn(column: "x")',
          '! cannot find column x',
        ],
      },
    },
    getRecord: {
      call: 'tableFind(fn: (key) => true) |> getRecord(idx: 1)',
      gives: 'value',
      nulls: '{_time: 2030-05-15T10:10:00.000000000Z, _value: <null>, t: a}',
      empty: '! out of bounds',
      tables: '{_time: 2030-05-15T10:10:00.000000000Z, _value: 3, t: a}',
      groups: '{_time: 2030-05-15T10:10:00.000000000Z, _value: 3, t: a, u: x}',
    },
    findColumn: {
      call: 'findColumn(fn: (key) => key.t == "b" or key.t == "a", column: "_value")',
      gives: 'value',
      nulls: '[1, <null>, 4, 2]',
      empty: '[]',
      tables: '[1, 3, 2, 6]',
      groups: '[1, 3]',
      more: {
        'no table': ['groups |> findColumn(fn: (key) => key.t == "c", column: "_value")', '[]'],
        'no column': ['groups |> findColumn(fn: (key) => true, column: "x")', '[]'],
      },
    },
    findRecord: {
      call: 'findRecord(fn: (key) => true, idx: 1)',
      gives: 'value',
      nulls: '{_time: 2030-05-15T10:10:00.000000000Z, _value: <null>, t: a}',
      empty: '{}',
      tables: '{_time: 2030-05-15T10:10:00.000000000Z, _value: 3, t: a}',
      groups: '{_time: 2030-05-15T10:10:00.000000000Z, _value: 3, t: a, u: x}',
      more: {
        'no table': ['groups |> findRecord(fn: (key) => key.t == "c", idx: 0)', '{}'],
        'no such row': ['groups |> findRecord(fn: (key) => true, idx: 9)', '{}'],
      },
    },
    yield: {
      call: 'yield(name: "all")',
      nulls: '[t=a] _time _value | 10:00 1 | 10:10 - | 10:20 4 | 10:30 2',
      empty: '[t=a] _time:time _value:int',
      tables: `[t=a] _time _value | 10:00 1 | 10:10 3 | 10:20 2 | 10:30 6
               [t=b] _time _value | 10:00 10 | 10:10 4 | 10:20 4`,
      groups: `[t=a u=x] _time _value | 10:00 1 | 10:10 3
             [t=a u=y] _time _value | 10:00 5
             [t=b u=x] _time _value | 10:00 2 | 10:10 8 | 10:20 8`,
      more: {
        'one name for two': [
          'nulls |> yield(name: "x")\nempty |> yield(name: "x")',
          '! more than one result with the name "x"',
        ],
      },
    },
  },
};
