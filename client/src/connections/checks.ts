import type { InfluxClient } from '../influx/client.ts';
import { InfluxError, type InfluxErrorCode } from '../influx/errors.ts';
import type { ScriptsSupport } from '../influx/scripts.ts';
import type { Connection } from './profile.ts';

/** What a connection needs, in the order in which one depends on the other. */
const subjects = ['server', 'certificate', 'token', 'organization', 'scripts', 'permission'] as const;
export type CheckSubject = (typeof subjects)[number];

/** One thing that was looked at. */
export interface ConnectionCheck {
  readonly subject: CheckSubject;
  /** `notTried` when something before it has failed. */
  readonly outcome: 'passed' | 'failed' | 'notTried';
  readonly sentence: string;
}

/** What a test of a connection found out. */
export interface CheckReport {
  readonly checks: readonly ConnectionCheck[];
  /** What failed; undefined when the connection works. */
  readonly error?: InfluxError;
  /** The organization's name, where it is known. */
  readonly org?: string;
}

/**
 * Looks at everything a connection needs, up to the first thing that is wrong.
 * @throws the signal's reason when it is cancelled
 */
export async function checkConnection(
  client: InfluxClient,
  connection: Connection,
  signal?: AbortSignal,
): Promise<CheckReport> {
  const tls = connection.url.startsWith('https:');
  const relevant = subjects.filter((subject) => subject !== 'certificate' || tls);
  let org = connection.org;
  let has: ScriptsSupport = 'scripts';
  let error: InfluxError | undefined;
  try {
    await client.reach(signal);
    const found = await client.organization(signal);
    org = found?.name ?? org;
    has = await client.scripts.probe(signal);
  } catch (caught) {
    if (!(caught instanceof InfluxError)) throw caught;
    error = caught;
  }
  const failed = error && subjectOf(error.code);
  // Without a token nothing is sent, so nothing is known of what comes before it either.
  const asked = error?.code !== 'noToken' && error?.code !== 'badToken';
  const end = failed ? relevant.indexOf(failed) : relevant.length;
  const checks = relevant.map((subject, index): ConnectionCheck => {
    if (error && index === end) return { subject, outcome: 'failed', sentence: error.message };
    if (index > end || !asked) return { subject, outcome: 'notTried', sentence: notTried[subject] };
    return { subject, outcome: 'passed', sentence: passed(subject, connection, org, has) };
  });
  return { checks, ...(error && { error }), ...(org !== undefined && { org }) };
}

/** A report as text, a line for each check. */
export function reportText({ checks }: CheckReport): string {
  return checks.map(({ outcome, sentence }) => `${marks[outcome]} ${sentence}`).join('\n');
}

const marks: Readonly<Record<ConnectionCheck['outcome'], string>> = {
  passed: '✓',
  failed: '✗',
  notTried: '–',
};

const notTried: Readonly<Record<CheckSubject, string>> = {
  server: 'The server was not asked.',
  certificate: 'The certificate was not looked at.',
  token: 'The token was not tried.',
  organization: 'The organization was not looked for.',
  scripts: 'Whether there are scripts was not asked.',
  permission: 'What the token may do was not asked.',
};

function passed(
  subject: CheckSubject,
  { url }: Connection,
  org: string | undefined,
  has: ScriptsSupport,
): string {
  switch (subject) {
    case 'server':
      return `${new URL(url).host} answers.`;
    case 'certificate':
      return 'Its certificate is trusted.';
    case 'token':
      return 'It accepts the token.';
    case 'organization':
      return org === undefined ? 'The token names its organization itself.' : `The organization is ${org}.`;
    case 'scripts':
      return has === 'functions'
        ? 'It has the functions that came before invokable scripts.'
        : 'It has invokable scripts.';
    case 'permission':
      return 'The token may read them.';
    default:
      return subject satisfies never;
  }
}

function subjectOf(code: InfluxErrorCode): CheckSubject {
  switch (code) {
    case 'tls':
    case 'tlsHost':
    case 'tlsDate':
    case 'tlsUntrusted':
    case 'tlsClient':
    case 'keyPassphrase':
      return 'certificate';
    case 'noToken':
    case 'badToken':
    case 'unauthorized':
      return 'token';
    case 'organizationNotFound':
      return 'organization';
    case 'noScriptsApi':
      return 'scripts';
    case 'forbidden':
      return 'permission';
    default:
      return 'server';
  }
}
