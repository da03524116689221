import { aggregates } from './functions/aggregates.ts';
import {
  bigpanda,
  bigpandaConstants,
  opsgenie,
  pagerduty,
  pagerdutyConstants,
  sensu,
  slack,
  slackConstants,
} from './functions/alerting.ts';
import { arrays } from './functions/array.ts';
import { averages } from './functions/averages.ts';
import { bitwise } from './functions/bitwise.ts';
import { boundaries } from './functions/boundaries.ts';
import { compositions } from './functions/composed.ts';
import { conversions } from './functions/conversions.ts';
import { csv } from './functions/csv.ts';
import { dateConstants, dates, experimental } from './functions/date.ts';
import { debug, debugOptions } from './functions/debug.ts';
import { dynamic } from './functions/dynamic.ts';
import { events } from './functions/events.ts';
import { experimentalTables, rates, tableFill } from './functions/experimental.ts';
import { gen } from './functions/gen.ts';
import { generate } from './functions/generate.ts';
import { geo, geoOptions } from './functions/geo.ts';
import { grouping } from './functions/grouping.ts';
import { hash } from './functions/hash.ts';
import { hex } from './functions/hex.ts';
import { histograms } from './functions/histograms.ts';
import { holtWinters } from './functions/holtWinters.ts';
import { influxql } from './functions/influxql.ts';
import { booleanConstants, influxqlConstants, internalTesting, testutil } from './functions/internal.ts';
import { interpolate } from './functions/interpolate.ts';
import { iox } from './functions/iox.ts';
import { join } from './functions/join.ts';
import { experimentalJson, json } from './functions/json.ts';
import { lookup } from './functions/lookup.ts';
import { math, mathConstants } from './functions/math.ts';
import { monitor, monitorConstants, monitorOptions } from './functions/monitor.ts';
import { naiveBayesClassifier } from './functions/naiveBayes.ts';
import { oee } from './functions/oee.ts';
import { order } from './functions/order.ts';
import { http, influxdbApi, secrets, system, tasks, tasksOptions } from './functions/outside.ts';
import { plannerOptions, profilerOptions } from './functions/planner.ts';
import { polyline } from './functions/polyline.ts';
import { prometheus } from './functions/prometheus.ts';
import { promql } from './functions/promql.ts';
import { arrayConversions, recordConstants, records } from './functions/records.ts';
import { rowwise } from './functions/rowwise.ts';
import { runtime } from './functions/runtime.ts';
import { sample, sampleRefusals } from './functions/sample.ts';
import { sampledata, sampledataConstants } from './functions/sampledata.ts';
import { cardinality, queries, schema, schemaOptions } from './functions/schema.ts';
import { select } from './functions/select.ts';
import { selectors } from './functions/selectors.ts';
import { series } from './functions/series.ts';
import { shape } from './functions/shape.ts';
import { sources } from './functions/sources.ts';
import { specialFunctions } from './functions/specialFunctions.ts';
import { states } from './functions/states.ts';
import { statistics } from './functions/statistics.ts';
import { anomalydetection, statsmodels } from './functions/statsmodels.ts';
import { regexps, strings } from './functions/strings.ts';
import { catching, testing } from './functions/testing.ts';
import { tickscript } from './functions/tickscript.ts';
import { timezone, timezoneConstants } from './functions/timezone.ts';
import { experimentalTo, to, wideTo } from './functions/to.ts';
import { types } from './functions/types.ts';
import { dictionaries, values } from './functions/universe.ts';
import { infinity, windows } from './functions/windows.ts';
import type { Package } from './registry.ts';

/** What needs no import. */
export const universe: Package = {
  path: 'universe',
  functions: [
    ...sources,
    ...rowwise,
    ...shape,
    ...order,
    ...grouping,
    ...windows,
    ...aggregates,
    ...selectors,
    ...series,
    ...conversions,
    ...values,
    ...lookup,
    ...averages,
    ...states,
    ...histograms,
    ...statistics,
    ...compositions,
    ...to,
    ...wideTo,
    ...cardinality,
    ...holtWinters,
  ],
  constants: { inf: infinity, true: true, false: false },
};

/** Everything that the sandbox's Flux can do: the one list that runs and that is documented. */
export const packages: readonly Package[] = [
  universe,
  { path: 'array', functions: arrays },
  { path: 'bitwise', functions: bitwise },
  { path: 'contrib/bonitoo-io/tickscript', functions: tickscript },
  { path: 'contrib/rhajek/bigpanda', functions: bigpanda, constants: bigpandaConstants },
  { path: 'contrib/sranka/opsgenie', functions: opsgenie },
  { path: 'contrib/sranka/sensu', functions: sensu },
  { path: 'contrib/RohanSreerama5/naiveBayesClassifier', functions: naiveBayesClassifier },
  { path: 'contrib/anaisdg/anomalydetection', functions: anomalydetection },
  { path: 'contrib/anaisdg/statsmodels', functions: statsmodels },
  { path: 'contrib/bonitoo-io/hex', functions: hex },
  { path: 'contrib/jsternberg/influxdb', functions: select },
  { path: 'contrib/qxip/hash', functions: hash },
  { path: 'contrib/tomhollingworth/events', functions: events },
  { path: 'csv', functions: csv },
  { path: 'date', functions: dates, constants: dateConstants },
  { path: 'date/boundaries', functions: boundaries },
  { path: 'dict', functions: dictionaries },
  {
    path: 'experimental',
    functions: [...experimental, ...experimentalTables, ...experimentalTo, ...catching],
  },
  { path: 'experimental/aggregate', functions: rates },
  { path: 'experimental/array', functions: [...arrays, ...arrayConversions] },
  { path: 'experimental/bitwise', functions: bitwise },
  { path: 'experimental/date/boundaries', functions: boundaries },
  { path: 'experimental/dynamic', functions: dynamic },
  { path: 'experimental/geo', functions: geo, options: geoOptions },
  { path: 'experimental/influxdb', functions: influxdbApi },
  { path: 'experimental/iox', functions: iox },
  { path: 'experimental/record', functions: records, constants: recordConstants },
  { path: 'experimental/json', functions: experimentalJson },
  { path: 'experimental/prometheus', functions: prometheus },
  { path: 'experimental/oee', functions: oee },
  { path: 'experimental/polyline', functions: polyline },
  { path: 'experimental/query', functions: queries },
  { path: 'experimental/table', functions: tableFill },
  { path: 'generate', functions: generate },
  { path: 'http', functions: http },
  {
    path: 'influxdata/influxdb',
    functions: [
      ...sources.filter(({ signature }) => signature.name !== 'range'),
      ...to,
      ...wideTo,
      ...cardinality,
    ],
  },
  {
    path: 'influxdata/influxdb/monitor',
    functions: monitor,
    constants: monitorConstants,
    options: monitorOptions,
  },
  { path: 'influxdata/influxdb/sample', functions: sample, refused: sampleRefusals },
  { path: 'influxdata/influxdb/schema', functions: schema, options: schemaOptions },
  { path: 'influxdata/influxdb/secrets', functions: secrets },
  { path: 'influxdata/influxdb/tasks', functions: tasks, options: tasksOptions },
  { path: 'influxdata/influxdb/v1', functions: [...schema, ...influxql] },
  { path: 'internal/boolean', functions: [], constants: booleanConstants },
  { path: 'internal/debug', functions: debug, options: debugOptions },
  { path: 'internal/gen', functions: gen },
  { path: 'internal/influxql', functions: [], constants: influxqlConstants },
  { path: 'internal/promql', functions: promql },
  { path: 'internal/testing', functions: internalTesting },
  { path: 'internal/testutil', functions: testutil },
  { path: 'interpolate', functions: interpolate },
  { path: 'join', functions: join },
  { path: 'json', functions: json },
  { path: 'math', functions: [...math, ...specialFunctions], constants: mathConstants },
  { path: 'planner', functions: [], options: plannerOptions },
  { path: 'profiler', functions: [], options: profilerOptions },
  { path: 'pagerduty', functions: pagerduty, constants: pagerdutyConstants },
  { path: 'regexp', functions: regexps },
  { path: 'runtime', functions: runtime },
  { path: 'sampledata', functions: sampledata, constants: sampledataConstants },
  { path: 'slack', functions: slack, constants: slackConstants },
  { path: 'strings', functions: strings },
  { path: 'system', functions: system },
  { path: 'testing', functions: testing, options: { tags: { initial: [] } } },
  { path: 'timezone', functions: timezone, constants: timezoneConstants },
  { path: 'types', functions: types },
];

/** Packages whose functions send something to other machines: the sandbox has none of them, on purpose. */
const leaving =
  /^(?:(?:experimental\/)?http(?:\/requests)?|sql|slack|pagerduty|pushbullet|kafka|socket|experimental\/(?:bigtable|csv|mqtt|prometheus|usage)|contrib\/(?:bonitoo-io\/(?:alerta|servicenow|victorops|zenoss)|qxip\/(?:clickhouse|logql)|(?:chobbs|rhajek|sranka)\/.*))$/;

/** Whether a package would leave this machine. */
export function leavesMachine(path: string): boolean {
  return leaving.test(path);
}

export function findPackage(path: string): Package | undefined {
  return packages.find((candidate) => candidate.path === path);
}
