import type { ScriptParameter } from '../protocol.ts';

/** What travels in JSON for what a person types. */
const travels: Readonly<Record<string, string>> = {
  duration: 'Sent as text such as `"-7d"`, which the script converts.',
  time: 'Sent as text such as `"2026-01-31T12:00:00Z"`, which the script converts.',
};

/** A parameter in Markdown, for hovers and completion. */
export function describeParameter(parameter: ScriptParameter): string {
  const { name, type, expects, conversion, description, places } = parameter;
  const lines = [`\`\`\`flux\nparams.${name}: ${expects}\n\`\`\``];
  if (description) lines.push(description);
  const travel = conversion && travels[conversion];
  if (travel) lines.push(travel);
  if (type !== expects) lines.push(`The compiler infers \`${type}\`; the place of use says \`${expects}\`.`);
  const count = places.length === 1 ? 'Used once.' : `Used ${places.length} times.`;
  lines.push(count);
  return lines.join('\n\n');
}
