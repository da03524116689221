import type { ScriptParameter } from '../protocol.ts';

/** What travels in JSON for what a person types. */
const travels: Readonly<Record<string, string>> = {
  duration: 'Sent as text such as `"-7d"`, which the script converts.',
  time: 'Sent as text such as `"2026-01-31T12:00:00Z"`, which the script converts.',
};

/** A parameter in Markdown, for hovers and completion. */
export function describeParameter(parameter: ScriptParameter): string {
  const { name, type, expects, conversion, description, places } = parameter;
  const access = /^[A-Za-z_]\w*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
  const lines = [`\`\`\`flux\nparams${access}: ${expects}\n\`\`\``];
  if (description) lines.push(description);
  const travel = conversion && travels[conversion];
  if (travel) lines.push(travel);
  if (type !== expects) lines.push(`The compiler infers \`${type}\`; the place of use says \`${expects}\`.`);
  lines.push(howOften(places.length));
  return lines.join('\n\n');
}

function howOften(uses: number): string {
  if (uses === 0) return 'Not used yet.';
  return uses === 1 ? 'Used once.' : `Used ${uses} times.`;
}
