// Prints, as JSON, the places of a script given on standard input, found on its syntax tree:
// [operator, where, what stands there, what comes in its place]. The argument is the file's name.
import { readFileSync } from "node:fs";
import ts from "typescript";

const text = readFileSync(0, "utf8");
const file = ts.createSourceFile(process.argv[2], text, ts.ScriptTarget.Latest, true);
const COMPARED = { "===": "!==", "!==": "===", "==": "!=", "!=": "==", "<": "<=", "<=": "<", ">": ">=", ">=": ">" };
const COMPUTED = { "+": "-", "-": "+", "*": "+", "/": "*", "%": "*", "**": "*", "+=": "-=", "-=": "+=" };
const JOINED = { "&&": "||", "||": "&&", "??": "&&" };
const DROPPED = new Set([
  ts.SyntaxKind.ExpressionStatement,
  ts.SyntaxKind.ReturnStatement,
  ts.SyntaxKind.ThrowStatement,
  ts.SyntaxKind.BreakStatement,
  ts.SyntaxKind.ContinueStatement,
]);
const places = [];

function add(operator, node, change) {
  const start = node.getStart(file);
  const old = text.slice(start, node.end);
  places.push([operator, start, old, change(old)]);
}

function own(node) {
  if (ts.isBinaryExpression(node)) {
    const sign = node.operatorToken.getText(file);
    for (const [operator, table] of Object.entries({ comparison: COMPARED, arithmetic: COMPUTED, condition: JOINED }))
      if (table[sign]) add(operator, node.operatorToken, () => table[sign]);
  }
  if (ts.isIfStatement(node) || ts.isWhileStatement(node)) add("condition", node.expression, (old) => `!(${old})`);
  if (ts.isConditionalExpression(node)) add("condition", node.condition, (old) => `!(${old})`);
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
    add("condition", node, (old) => old.slice(1));
  if (ts.isNumericLiteral(node)) add("constant", node, (old) => String(Number(old) + 1));
  if (node.kind === ts.SyntaxKind.TrueKeyword) add("constant", node, () => "false");
  if (node.kind === ts.SyntaxKind.FalseKeyword) add("constant", node, () => "true");
  if (ts.isStringLiteral(node) && !ts.isImportDeclaration(node.parent) && !ts.isExportDeclaration(node.parent))
    add("string", node, (old) => `${old[0]}XX${old.slice(1)}`);
  if (DROPPED.has(node.kind)) add("statement dropped", node, () => ";");
}

// Types change nothing that runs.
function visit(node) {
  if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isInterfaceDeclaration(node)) return;
  own(node);
  ts.forEachChild(node, visit);
}

visit(file);
// JavaScript's numbers of letters are those of UTF-16; Python counts characters.
const characters = (index) => [...text.slice(0, index)].length;
const found = places.filter(([, , old, changed]) => old !== changed);
process.stdout.write(JSON.stringify(found.map(([o, start, ...rest]) => [o, characters(start), ...rest])));
