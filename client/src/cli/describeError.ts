import { InfluxError } from '../influx/errors.ts';

/** A failure in the words of a command line: what failed, and what to do here. */
export function describeError(error: unknown): string {
  if (!(error instanceof InfluxError)) return error instanceof Error ? error.message : String(error);
  const { connection, detail } = error.facts;
  const said = detail ? ` The server says: ${/[.!?]$/.test(detail) ? detail : `${detail}.`}` : '';
  switch (error.code) {
    case 'noToken':
    case 'badToken':
      return `The token for ${connection} is empty, or holds blanks or characters that no token has. Correct --token, INFLUX_TOKEN or the influx CLI's configuration.`;
    case 'unauthorized':
      return `${connection} does not accept the token.${said} Correct --token, INFLUX_TOKEN or the influx CLI's configuration.`;
    case 'organizationNotFound':
      return `${connection} has no organization of this name.${said} Correct --org, INFLUX_ORG or the influx CLI's configuration.`;
    case 'noScriptsApi':
      return `${connection} has no invokable scripts: they exist in InfluxDB Cloud, and InfluxDB OSS has none. Correct --host, INFLUX_HOST or the influx CLI's configuration.`;
    case 'tlsUntrusted':
      return error.message.replace(
        / For a certificate authority .*$/,
        ' For a certificate authority of your own, name its file with --ca or FLUX_SCRIPTS_CA.',
      );
    case 'tlsClient':
      return error.message.replace(
        / Name the files .*$/,
        ' Name the files with --certificate and --key, or FLUX_SCRIPTS_CERTIFICATE and FLUX_SCRIPTS_KEY.',
      );
    case 'keyPassphrase':
      return `${connection} cannot be asked: ${detail}. Set FLUX_SCRIPTS_KEY_PASSPHRASE.`;
    case 'setting':
      return error.message.replace(
        / Correct the connection's settings\.$/,
        ' Correct --ca, --certificate, --key or their variables, or the *_PROXY variables.',
      );
    case 'proxy':
      return error.message.replace("VS Code's http.proxy, or ", '');
    case 'scriptNotFound':
      return `The script is not on ${connection} any more.${said} \`flux-scripts status\` shows what is.`;
    case 'server':
      return error.message.replace(/ If it stays, the log .*$/, '');
    default:
      return error.message;
  }
}
