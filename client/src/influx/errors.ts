/** What kind of failure it is; what to do next follows from it. */
export type InfluxErrorCode =
  | 'unreachable'
  | 'unknownHost'
  | 'tls'
  | 'timeout'
  | 'cutOff'
  | 'noToken'
  | 'unauthorized'
  | 'forbidden'
  | 'scriptNotFound'
  | 'bucketNotFound'
  | 'notFound'
  | 'organizationNotFound'
  | 'noScriptsApi'
  | 'conflict'
  | 'missingParameter'
  | 'compilation'
  | 'invalid'
  | 'rateLimited'
  | 'unavailable'
  | 'tooLarge'
  | 'notInflux'
  | 'server';

/** A place that the server's message names. Counted from 1, columns in UTF-8 bytes. */
export interface ErrorPlace {
  readonly start: { readonly line: number; readonly column: number };
  readonly end: { readonly line: number; readonly column: number };
  readonly message: string;
}

/** What is known of a failure. */
export interface ErrorFacts {
  readonly code: InfluxErrorCode;
  /** The connection's name. */
  readonly connection: string;
  /** The server's address, without what is secret. */
  readonly url: string;
  readonly method: string;
  readonly path: string;
  readonly status?: number;
  /** What the server said, or the socket. */
  readonly detail?: string;
  /** Seconds, from the header `Retry-After`. */
  readonly retryAfter?: number;
}

/** Any failure of a request. The message says what failed, where, what the server said, and what to do next. */
export class InfluxError extends Error {
  override readonly name = 'InfluxError';
  readonly facts: ErrorFacts;

  constructor(facts: ErrorFacts) {
    super(wording(facts));
    this.facts = facts;
  }

  get code(): InfluxErrorCode {
    return this.facts.code;
  }

  /** The places in the script that a compilation error names. */
  get places(): ErrorPlace[] {
    return parsePlaces(this.facts.detail ?? '');
  }
}

/** Finds `error @7:16-7:71: …` in a message; several errors may stand in one. */
export function parsePlaces(message: string): ErrorPlace[] {
  const pattern = /error @(\d+):(\d+)-(\d+):(\d+): ([\s\S]*?)(?=\s*(?:error @\d|$))/g;
  return [...message.matchAll(pattern)].map(([, line, column, endLine, endColumn, text]) => ({
    start: { line: Number(line), column: Number(column) },
    end: { line: Number(endLine), column: Number(endColumn) },
    message: (text ?? '').trim(),
  }));
}

/** The one place where failures get their words. */
function wording(facts: ErrorFacts): string {
  const { connection, url, status } = facts;
  const said = facts.detail ? ` The server says: ${sentence(facts.detail)}` : '';
  switch (facts.code) {
    case 'unreachable':
      return `${connection} cannot be reached at ${url} (${facts.detail ?? 'no answer'}). Is the server running, and the address right?`;
    case 'unknownHost':
      return `${connection}: there is no server called ${new URL(url).hostname}. Check the connection's address, and the network.`;
    case 'tls':
      return `${connection}: ${url} has no certificate that can be trusted (${facts.detail ?? 'unknown reason'}). Check the address; for a certificate authority of your own set NODE_EXTRA_CA_CERTS.`;
    case 'timeout':
      return `${connection} did not answer in time (${facts.detail ?? url}). Try again, or ask for less data.`;
    case 'cutOff':
      return `The answer of ${connection} was cut off (${facts.detail ?? 'connection lost'}). What has arrived is incomplete: try again.`;
    case 'noToken':
      return `There is no token for ${connection}. Run “Flux Scripts: Enter Token…”.`;
    case 'unauthorized':
      return `${connection} does not accept the token.${said} Run “Flux Scripts: Enter Token…” and paste a token that is valid there.`;
    case 'forbidden':
      return `The token for ${connection} has no permission for this.${said} Scripts need an all-access token, or a custom one with permission for functions.`;
    case 'scriptNotFound':
      return `The script is not on ${connection} any more.${said} Refresh the sidebar.`;
    case 'bucketNotFound':
      return `${connection} has no such bucket.${said} Check the bucket's name, in the script or in its parameters.`;
    case 'organizationNotFound':
      return `${connection} has no organization of this name.${said} Run “Flux Scripts: Edit Connection…”.`;
    case 'noScriptsApi':
      return `${connection} (${url}) has no invokable scripts. They exist in InfluxDB Cloud and in the sandbox; InfluxDB OSS has none. Check the connection's address.`;
    case 'notFound':
      return `${connection} does not know ${facts.path}.${said} Check the connection's address.`;
    case 'conflict':
      return `${connection} has a script of this name already.${said} Choose another name, or pull that script and push your change to it.`;
    case 'missingParameter':
      return `${connection} misses the value of a parameter, and does not say which.${said} Every key that the script uses needs a value.`;
    case 'compilation':
      return `The script does not compile on ${connection}.${said}`;
    case 'invalid':
      return `${connection} refused the request.${said}`;
    case 'rateLimited':
      return `${connection} has had too many requests, or its quota is used up.${said} ${retry(facts)}`;
    case 'unavailable':
      return `${connection} is not available at the moment.${said} ${retry(facts)}`;
    case 'tooLarge':
      return `${connection}: the request or its answer is too large.${said}`;
    case 'notInflux':
      return `What answers at ${url} is not InfluxDB's API (${facts.detail ?? 'no JSON'}). Check the connection's address: it is the server's, such as https://us-east-1-1.aws.cloud2.influxdata.com.`;
    case 'server':
      return `${connection} failed${status === undefined ? '' : ` (status ${status})`}.${said} Try again; if it stays, the log has the request's details.`;
    default:
      return facts.code satisfies never;
  }
}

function retry({ retryAfter }: ErrorFacts): string {
  return retryAfter === undefined ? 'Try again later.' : `Try again in ${Math.ceil(retryAfter)} seconds.`;
}

function sentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
