import { type InlayHint, InlayHintKind, MarkupKind } from 'vscode-languageserver';
import { pipedArgument } from '../flux/calls.ts';
import type { Range, Span } from '../flux/positions.ts';
import type { Node } from '../flux/syntax.ts';
import { walk } from '../flux/walk.ts';
import { describeParameter } from '../params/describe.ts';
import type { ParameterUse } from '../params/parameters.ts';
import type { Script } from '../script.ts';
import type { Settings } from '../settings.ts';

/**
 * The types of parameters where they are used, and the argument that a pipe feeds. Flux names all other arguments itself.
 */
export function inlayHint(
  script: Script,
  range: Range,
  { inlayHints }: Pick<Settings, 'inlayHints'>,
): InlayHint[] | null {
  const span = script.positions.span(range);
  const hints = [
    ...(inlayHints.parameterTypes ? parameterTypes(script, span) : []),
    ...(inlayHints.pipedArguments ? pipedArguments(script, span) : []),
  ];
  if (hints.length === 0) return null;
  return hints.sort(
    (a, b) => a.position.line - b.position.line || a.position.character - b.position.character,
  );
}

/**
 * At the first use in each statement of the file: a key that comes up again within one pipeline needs no second look,
 * while the next statement may be read on its own. A conversion around any of the uses there says the type already.
 */
function parameterTypes(script: Script, span: Span): InlayHint[] {
  const { file, params, positions } = script;
  return params.parameters
    .filter(({ expects }) => expects !== 'any')
    .flatMap((parameter) => {
      const firsts = file.body.flatMap((statement) => {
        const uses = parameter.uses.filter(({ access }) => isWithin(access, statement));
        const [first] = uses;
        return first && !uses.some((use) => isConverted(use, script)) ? [first] : [];
      });
      return firsts
        .filter(({ access }) => isIn(access.end, span))
        .map(
          ({ access }): InlayHint => ({
            position: positions.position(access.end),
            label: `: ${parameter.expects}`,
            kind: InlayHintKind.Type,
            tooltip: { kind: MarkupKind.Markdown, value: describeParameter(parameter) },
          }),
        );
    });
}

/** Whether a conversion stands around the use itself, not around a variable that takes its value. */
function isConverted({ access, usages }: ParameterUse, script: Script): boolean {
  let property = script.parentOf(access);
  while (property?.type === 'ParenExpression') property = script.parentOf(property);
  return (
    property?.type === 'Property' &&
    script.bindings.parameterOf(property.key) === undefined &&
    usages.some(({ conversion }) => conversion !== undefined)
  );
}

function pipedArguments(script: Script, span: Span): InlayHint[] {
  const hints: InlayHint[] = [];
  for (const statement of script.file.body) {
    if (statement.end < span.start || statement.start > span.end) continue;
    for (const node of walk(statement)) {
      if (node.type !== 'PipeExpression' || node.call.type !== 'CallExpression') continue;
      const { start, properties } = node.call.arguments;
      const name = isIn(start, span) ? pipedArgument(node, script) : undefined;
      if (name === undefined) continue;
      hints.push({
        position: script.positions.position(start),
        label: `${name}:`,
        kind: InlayHintKind.Parameter,
        ...(properties.length > 0 && { paddingRight: true }),
      });
    }
  }
  return hints;
}

function isWithin(inner: Node, outer: Node): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

function isIn(offset: number, { start, end }: Span): boolean {
  return start <= offset && offset <= end;
}
