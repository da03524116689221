import type { Connection } from '../connections/profile.ts';
import { mayChange } from '../views/production.ts';
import { Cancelled } from './command.ts';

/**
 * Asks before something is changed on a connection that is marked as production.
 * @param question what is about to be done, as a question that names the connection
 * @param button what answers it with yes
 * @throws Cancelled unless it was answered with yes
 */
export async function confirmProduction(
  connection: Connection,
  question: string,
  button: string,
): Promise<void> {
  if (!(await mayChange(connection, question, button))) throw new Cancelled();
}
