import type { Node } from './syntax.ts';

/** Visits the nodes directly below a node, in the text's order. */
export function forEachChild(node: Node, visit: (child: Node) => void): void {
  switch (node.type) {
    case 'File':
      if (node.package) visit(node.package);
      for (const child of node.imports) visit(child);
      for (const child of node.body) visit(child);
      return;
    case 'PackageClause':
      visit(node.name);
      return;
    case 'ImportDeclaration':
      if (node.as) visit(node.as);
      visit(node.path);
      return;
    case 'ExpressionStatement':
    case 'ParenExpression':
    case 'InterpolatedPart':
      visit(node.expression);
      return;
    case 'VariableAssignment':
      visit(node.id);
      visit(node.init);
      return;
    case 'MemberAssignment':
      visit(node.member);
      visit(node.init);
      return;
    case 'OptionStatement':
      visit(node.assignment);
      return;
    case 'ReturnStatement':
    case 'UnaryExpression':
      visit(node.argument);
      return;
    case 'TestCaseStatement':
      visit(node.id);
      if (node.extends) visit(node.extends);
      visit(node.block);
      return;
    case 'BuiltinStatement':
      visit(node.id);
      return;
    case 'Block':
      for (const child of node.body) visit(child);
      return;
    case 'ArrayExpression':
    case 'DictExpression':
      for (const child of node.elements) visit(child);
      return;
    case 'DictItem':
      visit(node.key);
      visit(node.val);
      return;
    case 'FunctionExpression':
      for (const child of node.params) visit(child);
      visit(node.body);
      return;
    case 'LogicalExpression':
    case 'BinaryExpression':
      visit(node.left);
      visit(node.right);
      return;
    case 'ObjectExpression':
      if (node.with) visit(node.with);
      for (const child of node.properties) visit(child);
      return;
    case 'Property':
      visit(node.key);
      if (node.value) visit(node.value);
      return;
    case 'MemberExpression':
      visit(node.object);
      visit(node.property);
      return;
    case 'IndexExpression':
      visit(node.array);
      visit(node.index);
      return;
    case 'PipeExpression':
      visit(node.argument);
      visit(node.call);
      return;
    case 'CallExpression':
      visit(node.callee);
      visit(node.arguments);
      return;
    case 'ConditionalExpression':
      visit(node.test);
      visit(node.consequent);
      visit(node.alternate);
      return;
    case 'StringExpression':
      for (const child of node.parts) visit(child);
      return;
    case 'Identifier':
    case 'IntegerLiteral':
    case 'FloatLiteral':
    case 'StringLiteral':
    case 'DurationLiteral':
    case 'DateTimeLiteral':
    case 'RegexpLiteral':
    case 'PipeLiteral':
    case 'TextPart':
    case 'BadStatement':
    case 'BadExpression':
      return;
    default:
      node satisfies never;
  }
}

/** The nodes directly below a node, in the text's order. */
export function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  forEachChild(node, (child) => children.push(child));
  return children;
}

/** A node and all below it, outer ones first. */
export function* walk(root: Node): Generator<Node> {
  const waiting = [root];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    yield node;
    waiting.push(...childrenOf(node).reverse());
  }
}

/** The nodes that an offset lies in or touches, the innermost first. Where two touch, the one that begins there. */
export function pathAt(root: Node, offset: number): Node[] {
  const path: Node[] = [root];
  for (;;) {
    let inner: Node | undefined;
    forEachChild(path[0] as Node, (child) => {
      if (child.start <= offset && offset <= child.end) inner = child;
    });
    if (!inner) return path;
    path.unshift(inner);
  }
}
