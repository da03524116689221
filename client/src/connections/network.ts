import * as vscode from 'vscode';
import { section } from '../contributions.ts';
import type { HttpOptions } from '../influx/http.ts';
import { proxyVariables } from '../influx/proxy.ts';
import { type Connection, certificatesOf } from './profile.ts';
import { readTimeouts } from './timeouts.ts';

/**
 * How a connection's server is spoken to, by the settings and the environment. VS Code's settings for the network are the
 * person's alone: a workspace cannot lead requests through a proxy of its own.
 */
export function networkOf(connection: Connection): Pick<HttpOptions, 'timeouts' | 'proxy' | 'certificates'> {
  const http = vscode.workspace.getConfiguration('http');
  const own = <T>(name: string): T | undefined => http.inspect<T>(name)?.globalValue;
  const [address, authorization] = [own<string>('proxy'), own<string>('proxyAuthorization')];
  const except = own<string[]>('noProxy');
  return {
    timeouts: readTimeouts((name) => vscode.workspace.getConfiguration(`${section}.network`).get(name)),
    certificates: certificatesOf(connection),
    ...(own<string>('proxySupport') !== 'off' && {
      proxy: {
        environment: proxyVariables(process.env),
        strict: own<boolean>('proxyStrictSSL') !== false,
        ...(address && { address }),
        ...(authorization && { authorization }),
        ...(except && { except }),
      },
    }),
  };
}
