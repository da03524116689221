import { keywords, quote } from '../flux/tokens.ts';
import type { Parameter } from './parameters.ts';

/** What travels in JSON for what a person types. */
const travels: Readonly<Record<string, string>> = {
  duration: 'Sent as text such as `"-7d"`, which the script converts.',
  time: 'Sent as text such as `"2026-01-31T12:00:00Z"`, which the script converts.',
};

/** How a script accesses a key: `params.key`, or `params["a key"]`. */
export function accessOf(name: string, record = 'params'): string {
  return isName(name) ? `${record}.${name}` : `${record}[${quote(name)}]`;
}

/** Whether a text can stand behind a dot. */
export function isName(text: string): boolean {
  return /^[\p{L}_][\p{L}\p{Nd}_]*$/u.test(text) && !keywords.has(text);
}

/** A parameter in Markdown, for hovers and completion. */
export function describeParameter(parameter: Parameter): string {
  const { name, type, expects, conversion, description, uses } = parameter;
  const lines = [`\`\`\`flux\n${accessOf(name)}: ${expects}\n\`\`\``];
  if (description) lines.push(description);
  const travel = conversion && travels[conversion];
  if (travel) lines.push(travel);
  if (type !== expects) lines.push(`The compiler infers \`${type}\`; the place of use says \`${expects}\`.`);
  lines.push(howOften(uses.length));
  return lines.join('\n\n');
}

function howOften(uses: number): string {
  if (uses === 0) return 'Not used yet.';
  return uses === 1 ? 'Used once.' : `Used ${uses} times.`;
}
