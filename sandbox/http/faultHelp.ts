import { faultKinds } from './faultKinds.ts';

/** The faults and their options as plain text, for the command line. */
export function faultHelp(): string {
  const width = Math.max(...faultKinds.map(({ name }) => name.length));
  const lines = faultKinds.map(
    ({ name, does, options }) =>
      `  ${name.padEnd(width)}  ${does.replaceAll('`', '')}${shown(options, (pair) => pair)}`,
  );
  return [
    'Faults on demand, by a request header "X-Sandbox-Fault: NAME[;KEY=VALUE…]", or for requests to come by',
    'POST /sandbox/faults {"fault": "NAME[;KEY=VALUE…]", "method", "path" (* for anything), "times"}:',
    '',
    ...lines,
    '',
  ].join('\n');
}

/** The same as a Markdown table, for the documentation. */
export function faultTable(): string {
  const rows = faultKinds.map(
    ({ name, does, options }) =>
      `| \`${name}\` | ${does} | ${shown(options, (pair) => `\`${pair}\``, '', '')} |`,
  );
  return ['| Fault | What it does | Options |', '| --- | --- | --- |', ...rows, ''].join('\n');
}

function shown(
  options: Readonly<Record<string, string>>,
  wrap: (pair: string) => string,
  open = ' (',
  close = ')',
): string {
  const pairs = Object.entries(options).map(([key, value]) => wrap(`${key}=${value}`));
  return pairs.length === 0 ? '' : `${open}${pairs.join(', ')}${close}`;
}
