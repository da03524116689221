import type { Family } from './case.ts';

/** How long something holds; -1 where it does not, and where it is null. */
export const states: Family = {
  path: 'universe',
  streams: {
    stateCount: {
      call: 'stateCount(fn: (r) => r._value > 2)',
      nulls: '[t=a] _time _value stateCount | 10:00 1 -1 | 10:10 - -1 | 10:20 4 1 | 10:30 2 -1',
      empty: '[t=a] _time:time _value:int stateCount:int',
      tables: `[t=a] _time _value stateCount | 10:00 1 -1 | 10:10 3 1 | 10:20 2 -1 | 10:30 6 1
               [t=b] _time _value stateCount | 10:00 10 1 | 10:10 4 2 | 10:20 4 3`,
      groups: `[t=a u=x] _time _value stateCount | 10:00 1 -1 | 10:10 3 1
             [t=a u=y] _time _value stateCount | 10:00 5 1
             [t=b u=x] _time _value stateCount | 10:00 2 -1 | 10:10 8 1 | 10:20 8 2`,
    },
    stateDuration: {
      call: 'stateDuration(fn: (r) => r._value > 2, unit: 1m, column: "n")',
      nulls: '[t=a] _time _value n | 10:00 1 -1 | 10:10 - -1 | 10:20 4 0 | 10:30 2 -1',
      empty: '[t=a] _time:time _value:int n:int',
      tables: `[t=a] _time _value n | 10:00 1 -1 | 10:10 3 0 | 10:20 2 -1 | 10:30 6 0
               [t=b] _time _value n | 10:00 10 0 | 10:10 4 10 | 10:20 4 20`,
      groups: `[t=a u=x] _time _value n | 10:00 1 -1 | 10:10 3 0
             [t=a u=y] _time _value n | 10:00 5 0
             [t=b u=x] _time _value n | 10:00 2 -1 | 10:10 8 0 | 10:20 8 10`,
    },
    stateTracking: {
      call: 'stateTracking(fn: (r) => r._value > 2, countColumn: "n", durationColumn: "s")',
      nulls: '[t=a] _time _value n s | 10:00 1 -1 -1 | 10:10 - -1 -1 | 10:20 4 1 0 | 10:30 2 -1 -1',
      empty: '[t=a] _time:time _value:int n:int s:int',
      tables: `[t=a] _time _value n s | 10:00 1 -1 -1 | 10:10 3 1 0 | 10:20 2 -1 -1 | 10:30 6 1 0
               [t=b] _time _value n s | 10:00 10 1 0 | 10:10 4 2 600 | 10:20 4 3 1200`,
      groups: `[t=a u=x] _time _value n s | 10:00 1 -1 -1 | 10:10 3 1 0
             [t=a u=y] _time _value n s | 10:00 5 1 0
             [t=b u=x] _time _value n s | 10:00 2 -1 -1 | 10:10 8 1 0 | 10:20 8 2 600`,
      more: {
        'neither column': [
          'groups |> stateTracking(fn: (r) => true) |> limit(n: 1)',
          `[t=a u=x] _time _value | 10:00 1
           [t=a u=y] _time _value | 10:00 5
           [t=b u=x] _time _value | 10:00 2`,
        ],
        'no unit': [
          'groups |> stateTracking(fn: (r) => true, durationColumn: "s", durationUnit: 0s)',
          '! state tracking duration unit must be greater than zero',
        ],
      },
    },
  },
};
