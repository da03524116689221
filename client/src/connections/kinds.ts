import type { ServerIdentity, ServerKind } from '../influx/client.ts';

const names: Readonly<Record<ServerKind, string>> = {
  cloud: 'InfluxDB Cloud (TSM)',
  cloudServerless: 'InfluxDB Cloud Serverless',
  oss: 'InfluxDB OSS',
  sandbox: 'Sandbox',
  unknown: 'InfluxDB, of a kind that it does not tell',
};

const shortNames: Readonly<Record<ServerKind, string>> = {
  cloud: 'Cloud',
  cloudServerless: 'Cloud Serverless',
  oss: 'OSS',
  sandbox: '',
  unknown: '',
};

/** What a server is called, with its version where it says one of its own. */
export function kindName({ kind, version }: ServerIdentity): string {
  return kind === 'oss' && version !== undefined ? `${names.oss} ${version}` : names[kind];
}

/** A word for where there is little room; empty where the connection's name says it, or nobody knows. */
export function shortKindName({ kind, scripts }: ServerIdentity): string {
  const only = { scripts: '', functions: 'functions', none: 'drafts only' }[scripts];
  return [shortNames[kind], only].filter(Boolean).join(' · ');
}

/** What can be done on a server, in sentences. */
export function abilities({ kind, scripts }: ServerIdentity): readonly string[] {
  switch (scripts) {
    case 'scripts':
      return [
        'Scripts are stored there, and invoked; drafts run.',
        // Only the storage of Serverless answers SQL.
        kind === 'cloudServerless' ? 'Scripts can be Flux, SQL or InfluxQL.' : 'Scripts are Flux.',
      ];
    case 'functions':
      return [
        'It has the functions API that came before scripts: they are stored there, and invoked; drafts run.',
        'The types of parameters are those of the text: this server tells none.',
      ];
    case 'none':
      return ['It has no invokable scripts: drafts run, nothing is stored.'];
    default:
      return scripts satisfies never;
  }
}
