import { parse } from '../../server/src/flux/parser.ts';
import { keyName, type Statement } from '../../server/src/flux/syntax.ts';
import { testCaseStatements } from '../../server/src/flux/testCases.ts';

/** The tags of each test case of a text, by its name: `option testing.tags = ["x"]` in it, or else in its file. */
export function tagsOf(text: string): ReadonlyMap<string, readonly string[]> {
  const { file } = parse(text);
  const ofFile = tagsIn(file.body) ?? [];
  return new Map(testCaseStatements(file).map((node) => [node.id.name, tagsIn(node.block.body) ?? ofFile]));
}

function tagsIn(body: readonly Statement[]): readonly string[] | undefined {
  for (const node of body) {
    if (node.type !== 'OptionStatement' || node.assignment.type !== 'MemberAssignment') continue;
    const { member, init } = node.assignment;
    if (member.object.type !== 'Identifier' || member.object.name !== 'testing') continue;
    if (keyName(member.property) !== 'tags' || init.type !== 'ArrayExpression') continue;
    return init.elements.flatMap((element) => (element.type === 'StringLiteral' ? [element.value] : []));
  }
  return undefined;
}
