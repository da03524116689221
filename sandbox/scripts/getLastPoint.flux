from(bucket: params.mybucket)
    |> range(start: -7d)
    |> limit(n: 1)
