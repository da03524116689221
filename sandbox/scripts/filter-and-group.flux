from(bucket: params.bucket)
    |> range(start: -30d)
    |> filter(fn: (r) => r._field == params.filterField or r._field == params.filterField2)
    |> group(columns: [params.groupColumn])
