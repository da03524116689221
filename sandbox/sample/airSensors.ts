import { noise, round, type SampleSeries, wave } from './generator.ts';

const sensors = ['TLM0100', 'TLM0101', 'TLM0102', 'TLM0103', 'TLM0200', 'TLM0201', 'TLM0202', 'TLM0203'];

/** Degrees Fahrenheit, per cent and parts per million, as in InfluxDB's own air sensor sample. */
const fields: readonly (readonly [string, (sensor: number, seconds: number) => number])[] = [
  ['co', carbonMonoxide],
  ['humidity', humidity],
  ['temperature', temperature],
];

/** Eight sensors with a point a minute for seven days: measurement `airSensors` of bucket `air_sensor`. */
export const airSensors: readonly SampleSeries[] = sensors.flatMap((id, sensor) =>
  fields.map(([field, of]) => ({
    measurement: 'airSensors',
    field,
    type: 'float' as const,
    tags: [['sensor_id', id]] as const,
    intervalSeconds: 60,
    days: 7,
    at: (seconds: number) => of(sensor, seconds),
  })),
);

function temperature(sensor: number, seconds: number): number {
  const day = 2.5 * wave(seconds, 24, sensor / 40) + 0.6 * wave(seconds, 5 + sensor / 3, sensor / 7);
  return round(71.5 + sensor * 0.45 + day + 0.12 * noise(sensor, seconds), 4);
}

function humidity(sensor: number, seconds: number): number {
  const day = -1.4 * wave(seconds, 24, sensor / 40) + 0.5 * wave(seconds, 7 + sensor / 4, sensor / 5);
  return round(35.2 + (sensor % 4) * 0.3 + day + 0.1 * noise(sensor + 100, seconds), 4);
}

/** Calm but for TLM0103 and TLM0203, where a burner runs for twenty minutes every six hours. */
function carbonMonoxide(sensor: number, seconds: number): number {
  const calm = 0.48 + 0.05 * wave(seconds, 11 + sensor, sensor / 9) + 0.02 * noise(sensor + 200, seconds);
  const minute = Math.floor(seconds / 60) % 360;
  const burning = sensor % 4 === 3 && minute < 20 ? 1.1 * Math.sin((minute / 20) * Math.PI) : 0;
  return round(calm + burning, 6);
}
