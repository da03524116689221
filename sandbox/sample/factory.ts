import { noise, type SampleSeries, wave } from './generator.ts';

/** A small bucket with the other field types: two presses, a point every five minutes for two days. */
export const factory: readonly SampleSeries[] = (['A', 'B'] as const).flatMap((line, index) => {
  const running = (seconds: number) => wave(seconds, 8 + index, index / 3) > -0.7;
  const common = {
    measurement: 'press',
    tags: [['line', line]] as const,
    intervalSeconds: 300,
    days: 2,
  };
  return [
    // A counter that starts anew each day.
    {
      ...common,
      field: 'parts',
      type: 'int' as const,
      at: (s: number) => BigInt(Math.floor((s % 86_400) / 40) + index),
    },
    { ...common, field: 'running', type: 'bool' as const, at: running },
    {
      ...common,
      field: 'state',
      type: 'string' as const,
      at: (s: number) => (running(s) ? (noise(index, s) > 0.9 ? 'jammed, cleared' : 'running') : 'stopped'),
    },
  ];
});
