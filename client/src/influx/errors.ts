/** What kind of failure it is; what to do next follows from it. */
export type InfluxErrorCode =
  | 'unreachable'
  | 'unknownHost'
  | 'tls'
  | 'tlsHost'
  | 'tlsDate'
  | 'tlsUntrusted'
  | 'tlsClient'
  | 'proxy'
  | 'setting'
  | 'keyPassphrase'
  | 'redirected'
  | 'timeout'
  | 'cutOff'
  | 'noToken'
  | 'badToken'
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
  | 'runtime'
  | 'invalid'
  | 'rateLimited'
  | 'unavailable'
  | 'tooLarge'
  | 'notInflux'
  | 'server';

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
  /** What the server calls this request in its own logs. */
  readonly requestId?: string;
  /** False when nothing of the request has left this machine, so that the server cannot have acted. */
  readonly sent?: boolean;
}

/** What helps most against a failure, besides trying again. */
export type Remedy = 'editConnection' | 'enterToken' | 'enterPassphrase' | 'switchConnection' | 'showLog';

/** Any failure of a request. The message says what failed, where, what the server said, and what to do next. */
export class InfluxError extends Error {
  override readonly name = 'InfluxError';
  readonly facts: ErrorFacts;
  /** The beginning of what the server sent with its refusal, as it came but for the token; for who wants to see it. */
  readonly body: string;

  constructor(facts: ErrorFacts, body = '') {
    const shown = facts.detail === undefined ? facts : { ...facts, detail: harmless(facts.detail) };
    super(wording(shown));
    this.facts = shown;
    this.body = body;
  }

  get code(): InfluxErrorCode {
    return this.facts.code;
  }

  /** What a person can do with one button; undefined when it is to be done elsewhere, in the script as a rule. */
  get action(): Remedy | undefined {
    return remedies[this.code];
  }
}

const remedies: Readonly<Partial<Record<InfluxErrorCode, Remedy>>> = {
  noToken: 'enterToken',
  badToken: 'enterToken',
  unauthorized: 'enterToken',
  forbidden: 'enterToken',
  keyPassphrase: 'enterPassphrase',
  unreachable: 'editConnection',
  unknownHost: 'editConnection',
  tls: 'editConnection',
  tlsHost: 'editConnection',
  redirected: 'editConnection',
  notInflux: 'editConnection',
  organizationNotFound: 'editConnection',
  noScriptsApi: 'switchConnection',
  server: 'showLog',
  unavailable: 'showLog',
  cutOff: 'showLog',
  timeout: 'showLog',
};

/**
 * A server's words as text: without control and bidirectional characters, and without the `[…](…)` that a notification
 * would turn into a link, which may run a command.
 */
function harmless(text: string): string {
  return text
    .replace(/(?![\t\n])[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
    .replaceAll('](', '] (');
}

/** The one place where failures get their words. */
function wording(facts: ErrorFacts): string {
  const { connection, url, status, path } = facts;
  const said = facts.detail ? ` The server says: ${sentence(facts.detail)}` : '';
  switch (facts.code) {
    case 'unreachable':
      return `${connection} cannot be reached at ${url} (${facts.detail ?? 'no answer'}). Is the server running, and the address right?`;
    case 'unknownHost':
      return `${connection}: there is no server called ${new URL(url).hostname}. Check the connection's address, and the network.`;
    case 'tls':
      return `${connection}: no TLS connection with ${url} came about (${facts.detail ?? 'unknown reason'}). Check the connection's address.`;
    case 'tlsHost':
      return `${connection}: the certificate at ${url} is for another host (${facts.detail ?? 'unknown reason'}). Check the connection's address: the token was not sent.`;
    case 'tlsDate':
      return `${connection}: the certificate at ${url} is not valid today (${facts.detail ?? 'unknown reason'}). Check this computer's clock; if it is right, whoever runs the server has to renew the certificate.`;
    case 'tlsUntrusted':
      return `${connection}: the certificate at ${url} comes from nobody this computer trusts (${facts.detail ?? 'unknown reason'}). For a certificate authority of your own, name its file as “ca” in the connection's settings, or in NODE_EXTRA_CA_CERTS.`;
    case 'tlsClient':
      return `${connection}: ${url} did not accept this client (${facts.detail ?? 'unknown reason'}). Name the files of your “certificate” and its “key” in the connection's settings.`;
    case 'proxy':
      return `${connection} cannot be reached at ${url} through the proxy (${facts.detail ?? 'no answer'}). ${/status 407|password/.test(facts.detail ?? '') ? 'Give the proxy your user name and password' : 'Check the proxy'}: VS Code's http.proxy, or HTTPS_PROXY, HTTP_PROXY and ALL_PROXY; NO_PROXY names what needs none.`;
    case 'setting':
      return `${connection} cannot be asked: ${sentence(facts.detail ?? 'a setting cannot be used')} Correct the connection's settings.`;
    case 'keyPassphrase':
      return `${connection} cannot be asked: ${sentence(facts.detail ?? 'its key is encrypted')} Run “Flux Scripts: Enter Key Passphrase…”.`;
    case 'redirected':
      return `${connection}: ${url} sends requests elsewhere (${facts.detail ?? 'it redirects'}), and the token does not go there. Check the connection's address: if that is your server too, enter it.`;
    case 'timeout':
      return `${connection} did not answer in time (${facts.detail ?? url}). ${again(facts, 'Try again, or ask for less data.')}`;
    case 'cutOff':
      return status === undefined
        ? `The connection to ${connection} was lost before it answered (${facts.detail ?? 'connection lost'}). ${again(facts, 'Try again.')}`
        : `The answer of ${connection} was cut off (${facts.detail ?? 'connection lost'}). What has arrived is incomplete: try again${facts.method === 'GET' ? '' : ', but look first whether the server has acted all the same'}.`;
    case 'noToken':
      return `There is no token for ${connection}. Run “Flux Scripts: Enter Token…”.`;
    case 'badToken':
      return `The token for ${connection} holds blanks or characters that no token has. Run “Flux Scripts: Enter Token…” and paste it again; if it comes from an environment variable, correct it there.`;
    case 'unauthorized':
      return `${connection} does not accept the token${about(facts)}.${said} Run “Flux Scripts: Enter Token…” and paste a token that is valid there.`;
    case 'forbidden':
      return `The token for ${connection} has no permission for this${about(facts)}.${said} Scripts need an all-access token, or a custom one with permission for functions.`;
    case 'scriptNotFound':
      return `The script is not on ${connection} any more.${said} Refresh the sidebar.`;
    case 'bucketNotFound':
      return `${connection} has no such bucket.${said} Check the bucket's name, in the script or in its parameters.`;
    case 'organizationNotFound':
      return `${connection} has no organization of this name.${status === undefined && facts.detail ? ` ${sentence(facts.detail)}` : said} Run “Flux Scripts: Edit Connection…”.`;
    case 'noScriptsApi':
      return `${connection} (${url}) has no invokable scripts: they exist in InfluxDB Cloud, and InfluxDB OSS has none. What you write still runs there: open a .flux file and choose “Run Draft”. For scripts that are stored, check the connection's address, or switch to another connection.`;
    case 'notFound':
      return `${connection} does not know ${facts.path}${about(facts)}.${said} Check the connection's address.`;
    case 'conflict':
      return `${connection} has a script of this name already${about(facts)}.${said} Choose another name, or pull that script and push your change to it.`;
    case 'missingParameter':
      return `${connection} misses the value of a parameter, and does not say which.${said} Every key that the script uses needs a value.`;
    case 'compilation':
      return `The script does not compile on ${connection}.${said} Correct it at the place that is named${path === '/api/v2/query' ? '' : ', push,'} and try again.`;
    case 'runtime':
      return `The script failed while it ran on ${connection}.${said} Check the parameters' values, and the script at the place that is named.`;
    case 'invalid':
      return `${connection} refused the request${about(facts)}.${said} Correct what is named and try again.`;
    case 'rateLimited':
      return `${connection} has had too many requests, or its quota is used up${about(facts)}.${said} ${retry(facts)}`;
    case 'unavailable':
      return `${connection} is not available at the moment${about(facts)}.${said} ${retry(facts)}`;
    case 'tooLarge':
      return status === 413
        ? `${connection} refused the request as too large${about(facts)}.${said} Make the script, or its parameters' values, shorter; a proxy before the server may have a limit of its own.`
        : `The answer of ${connection} is too large to be read whole (${facts.detail ?? 'no size'}). Check the connection's address: lists of scripts are never this long.`;
    case 'notInflux':
      return `What answers at ${url} is not InfluxDB's API (${facts.detail ?? 'no JSON'}). Check the connection's address: it is the server's, such as https://us-east-1-1.aws.cloud2.influxdata.com.`;
    case 'server':
      return `${connection} failed${about(facts)}.${said} ${again(facts, 'Try again.')} If it stays, the log has the request's details.`;
    default:
      return facts.code satisfies never;
  }
}

/** What writes, or runs a script that may write, is not to be repeated blindly. */
function again({ method, sent }: ErrorFacts, advice: string): string {
  if (method === 'GET' || sent === false) return advice;
  return 'The server may have acted all the same: look before you try again.';
}

function about({ status, requestId }: ErrorFacts): string {
  const known = [status && `status ${status}`, requestId && `request ${requestId}`].filter(Boolean);
  return known.length === 0 ? '' : ` (${known.join(', ')})`;
}

function retry({ retryAfter }: ErrorFacts): string {
  return retryAfter === undefined ? 'Try again later.' : `Try again in ${Math.ceil(retryAfter)} seconds.`;
}

function sentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
