/** A script that a new sandbox holds. */
export interface ExampleScript {
  readonly name: string;
  readonly description: string;
  readonly script: string;
}

/** The examples in the order in which they are stored; the text of each lies beside in `<name>.flux`. */
export const exampleList = [
  { name: 'getLastPoint', description: 'getLastPoint finds the last point in a bucket' },
  {
    name: 'filter-and-group',
    description:
      'Filters and groups points in a bucket. Expects parameters bucket, filterField, filterField2, and groupColumn.',
  },
  {
    name: 'mean-per-sensor',
    description: 'The mean of one field for each air sensor, in windows: draws a line per sensor',
  },
  {
    name: 'sensor-summary',
    description: 'Lowest, mean and highest value of a field per sensor, each as a result of its own',
  },
  {
    name: 'co-alarm',
    description: 'Windows in which carbon monoxide went over a threshold, with a level and a message',
  },
  {
    name: 'between-times',
    description: 'The readings of one sensor between two points in time, one column per field',
  },
  { name: 'press-downtime', description: 'How long each press of the factory stood still, in minutes' },
] as const satisfies readonly Omit<ExampleScript, 'script'>[];
