/** A place where InfluxDB Cloud runs. */
export interface CloudRegion {
  readonly place: string;
  readonly provider: string;
  readonly url: string;
}

/** https://docs.influxdata.com/influxdb/cloud/reference/regions/; two of them have Cloud Serverless, on the same hosts. */
export const cloudRegions: readonly CloudRegion[] = (
  [
    ['US West (Oregon)', 'AWS', 'us-west-2-1.aws'],
    ['US West (Oregon), second cluster', 'AWS', 'us-west-2-2.aws'],
    ['US East (Virginia)', 'AWS', 'us-east-1-1.aws'],
    ['EU Frankfurt', 'AWS', 'eu-central-1-1.aws'],
    ['US Central (Iowa)', 'Google Cloud', 'us-central1-1.gcp'],
    ['West Europe (Amsterdam)', 'Azure', 'westeurope-1.azure'],
    ['East US (Virginia)', 'Azure', 'eastus-1.azure'],
  ] as const
).map(([place, provider, host]) => ({ place, provider, url: `https://${host}.cloud2.influxdata.com` }));
