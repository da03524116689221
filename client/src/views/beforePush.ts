import * as vscode from 'vscode';
import type { Connection } from '../connections/profile.ts';
import { languageId } from '../contributions.ts';
import type { CompileChecker } from '../languageClient.ts';
import { mayChange } from './production.ts';

/** A text that is about to be sent. */
export interface Outgoing {
  readonly name: string;
  readonly text: string;
  readonly language: string;
}

/** So many places of errors fit into a question. */
const shownErrors = 5;

/**
 * Asks what is to be asked before anything is written to a server: whether production is meant, and whether texts that
 * do not compile are to be sent all the same.
 *
 * @param deletions names of scripts that are to be deleted there
 * @returns false when nothing is to be sent
 */
export async function mayPush(
  checker: CompileChecker,
  connection: Connection,
  outgoing: readonly Outgoing[],
  deletions: readonly string[] = [],
): Promise<boolean> {
  return (
    (await mayReachProduction(connection, [...outgoing.map(({ name }) => name), ...deletions])) &&
    (await maySendErrors(checker, connection, outgoing))
  );
}

async function mayReachProduction(connection: Connection, names: readonly string[]): Promise<boolean> {
  if (names.length === 0) return true;
  const what = names.length === 1 ? `“${names[0]}”` : `${names.length} scripts`;
  return await mayChange(connection, `Push ${what} to ${connection.name}?`, `Push to ${connection.name}`);
}

async function maySendErrors(
  checker: CompileChecker,
  connection: Connection,
  outgoing: readonly Outgoing[],
): Promise<boolean> {
  const broken: string[] = [];
  const places: string[] = [];
  for (const { name, text, language } of outgoing) {
    if (language !== languageId) continue;
    const errors = await checker.compileErrors(text);
    if (errors.length === 0) continue;
    broken.push(name);
    for (const { message, range } of errors) places.push(`${name}:${range.start.line + 1}: ${message}`);
  }
  if (broken.length === 0) return true;
  const push = 'Push All the Same';
  const more = places.length - shownErrors;
  const chosen = await vscode.window.showWarningMessage(
    broken.length === 1 ? `“${broken[0]}” does not compile.` : `${broken.length} scripts do not compile.`,
    {
      modal: true,
      detail: `${[...places.slice(0, shownErrors), ...(more > 0 ? [`and ${more} more`] : [])].join('\n')}\n\nWho invokes it on ${connection.name} would get an error.`,
    },
    push,
  );
  return chosen === push;
}
