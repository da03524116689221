import betweenTimes from './between-times.flux';
import coAlarm from './co-alarm.flux';
import { type ExampleScript, exampleList } from './examples.ts';
import filterAndGroup from './filter-and-group.flux';
import getLastPoint from './getLastPoint.flux';
import meanPerSensor from './mean-per-sensor.flux';
import pressDowntime from './press-downtime.flux';
import sensorSummary from './sensor-summary.flux';

const texts: Readonly<Record<(typeof exampleList)[number]['name'], string>> = {
  getLastPoint,
  'filter-and-group': filterAndGroup,
  'mean-per-sensor': meanPerSensor,
  'sensor-summary': sensorSummary,
  'co-alarm': coAlarm,
  'between-times': betweenTimes,
  'press-downtime': pressDowntime,
};

/** The examples with their texts, as the bundler has put them in. */
export const bundledExamples: readonly ExampleScript[] = exampleList.map((example) => ({
  ...example,
  script: texts[example.name],
}));
