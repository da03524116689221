import { type Hover, MarkupKind } from 'vscode-languageserver';
import type { FluxEngine } from '../engine/engine.ts';
import { contains, type Position } from '../flux/positions.ts';
import { describeParameter } from '../params/describe.ts';
import type { Script } from '../script.ts';

/** On a key of `params`, everything that is known of it; elsewhere, the type that the compiler infers. */
export async function hover(
  script: Script,
  position: Position,
  engine: FluxEngine,
  signal?: AbortSignal,
): Promise<Hover | null> {
  for (const parameter of script.parameters) {
    const place = parameter.places.find((candidate) => contains(candidate, position));
    if (place) return { contents: markdown(describeParameter(parameter)), range: place };
  }
  const type = await engine.typeAt(script.text, script.positions.bytes(position), signal);
  return type === undefined ? null : { contents: markdown(`\`\`\`flux\n${type}\n\`\`\``) };
}

function markdown(value: string): { kind: MarkupKind; value: string } {
  return { kind: MarkupKind.Markdown, value };
}
