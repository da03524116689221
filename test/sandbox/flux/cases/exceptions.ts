/**
 * Functions without cases here, by package and name (`*` for a whole package), and why; a test that is named is one of this suite.
 * A function that is added gets its cases, or a line.
 */
export const exceptions: Readonly<Record<string, string>> = {
  'universe.cardinality': 'reads the store: behaviours.test.ts',
  'universe.to': 'writes to the store: ../api/write.test.ts',
  'universe.wideTo': 'writes to the store: ../api/write.test.ts',
  'experimental.to': 'writes to the store: ../api/write.test.ts',
  'influxdata/influxdb/v1.json': 'options.test.ts',
  'influxdata/influxdb/secrets.*': 'asks the server: ../api/outside.test.ts',
  'influxdata/influxdb/tasks.*': 'asks the server: ../tasks/runs.test.ts',
  'influxdata/influxdb/monitor.*': 'reads and writes the store: monitor.test.ts',
  'influxdata/influxdb/sample.*': 'gives tables of its own: monitor.test.ts',
  'experimental/influxdb.*': 'asks the server: ../api/outside.test.ts',
  'csv.*': 'texts, not streams: csv.test.ts',
  'generate.*': 'gives tables of its own: packages.test.ts',
  'sampledata.*': 'gives tables of its own: packages.test.ts',
  'system.*': 'another answer each time',
  'runtime.*': 'the answer is a version',
  'testing.assertEqualValues': 'a test of tests: packages.test.ts',
  'testing.shouldError': 'a test of tests: packages.test.ts',
  'experimental/dynamic.*': 'dynamic.test.ts',
  'experimental/oee.*': 'forecast.test.ts',
  'experimental/polyline.*': 'forecast.test.ts',
  'experimental/prometheus.*': 'monitor.test.ts',
  'universe.holtWinters': 'forecast.test.ts',
  'experimental/geo.*': 'geo.test.ts',
  'contrib/RohanSreerama5/naiveBayesClassifier.*': 'contributed.test.ts',
  'contrib/anaisdg/anomalydetection.*': 'contributed.test.ts',
  'contrib/anaisdg/statsmodels.*': 'contributed.test.ts',
  'contrib/bonitoo-io/hex.*': 'contributed.test.ts',
  'contrib/bonitoo-io/tickscript.*': 'monitor.test.ts',
  'contrib/jsternberg/influxdb.*': 'reads the store: select.test.ts',
  'contrib/qxip/hash.*': 'contributed.test.ts',
  'contrib/rhajek/bigpanda.*': 'monitor.test.ts',
  'contrib/sranka/opsgenie.*': 'monitor.test.ts',
  'contrib/sranka/sensu.*': 'monitor.test.ts',
  'experimental/iox.*': 'options.test.ts',
  'internal/debug.getOption': 'options.test.ts',
  'internal/debug.sink': 'options.test.ts',
  'internal/gen.*': 'another answer each time: options.test.ts',
  'internal/promql.*': 'promql.test.ts',
  'internal/testing.*': 'a test of tests: options.test.ts',
  'internal/testutil.*': 'a test of tests: options.test.ts',
  'pagerduty.*': 'monitor.test.ts',
  'slack.*': 'monitor.test.ts',
};

/** What no public source tells: the sandbox's answer is the plain reading of the documentation, and no case fixes it. */
export const untoldSituations: Readonly<Record<string, string>> = {
  'universe.mode empty': 'a null row or no row hangs on whether the engine passes an empty batch on',
  'experimental.mode empty': 'as universe.mode',
  'universe.exponentialMovingAverage empty': 'the first average of no value may be a row of null',
  'universe.doubleEMA empty': 'made of exponentialMovingAverage',
  'universe.tripleEMA empty': 'made of exponentialMovingAverage',
  'universe.tripleExponentialDerivative empty':
    'NaN beside the last row of the table, which there is none of',
  'universe.relativeStrengthIndex empty':
    'x − n rows by the documentation, one row by what is known of the engine',
  'types.isType nulls': 'whether a null has its column’s type',
  'types.isNumeric nulls': 'whether a null has its column’s type',
};
