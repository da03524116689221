import { type Composed, composed } from '../registry.ts';

/**
 * Package contrib/RohanSreerama5/naiveBayesClassifier: how likely each class is for a value. The days of training and of
 * the test, the class `airborne` whose rows are counted, and the animals' names are the package's own.
 */
export const naiveBayesClassifier: readonly Composed[] = [
  composed(
    'naiveBayes(<-tables: stream, myClass: string, myField: string, myMeasurement: string)',
    `(myClass, myField, myMeasurement, tables=<-) => {
      rows = (start, stop) => tables
        |> range(start: start, stop: stop)
        |> filter(fn: (r) => r._measurement == myMeasurement and r._field == myField)
        |> group()
      training = rows(start: 2020-01-02T00:00:00Z, stop: 2020-01-06T23:00:00Z)
      test = rows(start: 2020-01-01T00:00:00Z, stop: 2020-01-01T23:00:00Z)

      all = training
        |> group(columns: ["_field"])
        |> count()
        |> tableFind(fn: (key) => key._field == myField)
        |> getRecord(idx: 0)
      share = (n) => float(v: n) / float(v: all._value)

      classes = training
        |> group(columns: [myClass, "_field"])
        |> count()
        |> map(fn: (r) => ({r with p_k: share(n: r._value), tc: all._value}))
        |> group()
      values = training
        |> group(columns: ["_value", "_field"])
        |> count(column: myClass)
        |> map(fn: (r) => ({r with p_x: share(n: r.airborne), tc: all._value}))
      both = training
        |> group(columns: ["_field", "_value", myClass])
        |> reduce(fn: (r, accumulator) => ({sum: accumulator.sum + 1.0}), identity: {sum: 0.0})
        |> group()

      within = join(tables: {P_k_x: both, P_Class_k: classes}, on: [myClass])
        |> group(columns: [myClass, "_value_P_k_x"])
        |> limit(n: 1)
        |> map(fn: (r) => ({r with P_x_k: r.sum / float(v: r._value_P_Class_k)}))
        |> drop(columns: ["_field_P_Class_k", "_value_P_Class_k"])
        |> rename(columns: {_field_P_k_x: "_field", _value_P_k_x: "_value"})
      likely = join(tables: {P_k_x_class: within, P_value_x: values}, on: ["_value", "_field"])
        |> map(fn: (r) => ({r with Probability: r.P_x_k * r.p_k / r.p_x}))
      return join(
        tables: {Probability_table: likely, r: test |> keep(columns: ["_value", "Animal_name", "_field"])},
        on: ["_value"],
      )
    }`,
  ),
];
