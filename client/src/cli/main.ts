#!/usr/bin/env node
import './nodeVersion.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InfluxError } from '../influx/errors.ts';
import { type Command, makeContext } from './command.ts';
import { describeError } from './describeError.ts';
import { type ExitCode, exitCodes, UsageError } from './exit.ts';
import { help, helps } from './help.ts';
import { invoke } from './invoke.ts';
import { Output } from './output.ts';
import { plan } from './plan.ts';
import { pull } from './pull.ts';
import { push } from './push.ts';
import { status } from './status.ts';
import { test } from './test.ts';
import { validate } from './validate.ts';

const commands: Readonly<Record<string, Command>> = { status, plan, pull, push, invoke, validate, test };

// Whoever reads only the beginning is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? exitCodes.done : exitCodes.failed);
});
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (interrupted.signal.aborted) process.exit(exitCodes.interrupted);
    interrupted.abort(new DOMException('Cancelled.', 'AbortError'));
  });
}
void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});

async function main([name = '', ...args]: readonly string[]): Promise<ExitCode> {
  const out = new Output([name, ...args].includes('--json'));
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  const asked = args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
  if (name === '--version') {
    process.stdout.write(`${version()}\n`);
    return exitCodes.done;
  }
  if (
    name === '--help' ||
    name === '-h' ||
    (command && asked.some((arg) => arg === '--help' || arg === '-h'))
  ) {
    process.stdout.write(`${command ? helps[name]?.text : help}\n`);
    return exitCodes.done;
  }
  // A failure may hold what was typed, or what a server repeats: the token is in no message.
  const secrets = new Set([process.env['INFLUX_TOKEN']]);
  const end = (exitCode: ExitCode, json: object) => {
    out.result({ command: command ? name : null, exitCode, ...json });
    return exitCode;
  };
  try {
    if (!command) {
      const known = Object.keys(commands).join(', ');
      throw new UsageError(
        `The first argument is the command, one of ${known}; \`flux-scripts --help\` says more.`,
      );
    }
    const surroundings = { out, signal: interrupted.signal, dist: __dirname };
    const context = makeContext(command, args, surroundings, ({ token }) => secrets.add(token));
    secrets.add(context.text('token'));
    const { exitCode, json } = await command.run(context);
    return end(exitCode, json);
  } catch (error) {
    const aborted = interrupted.signal.aborted;
    let message = aborted ? 'Cancelled.' : describeError(error);
    for (const secret of secrets) if (secret) message = message.replaceAll(secret, '…');
    out.note(message);
    const code = error instanceof InfluxError ? { code: error.code } : {};
    return end(exitCodeFor(error, aborted), { error: { message, ...code } });
  }
}

function exitCodeFor(error: unknown, aborted: boolean): ExitCode {
  if (aborted) return exitCodes.interrupted;
  return error instanceof UsageError ? exitCodes.usage : exitCodes.failed;
}

function version(): string {
  const manifest = JSON.parse(readFileSync(join(__dirname, '..', 'package.json'), 'utf8')) as {
    version: string;
  };
  return manifest.version;
}
