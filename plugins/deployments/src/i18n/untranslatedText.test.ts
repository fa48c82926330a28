/** @jest-environment node */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';

const SOURCES = join(__dirname, '..');
/** Attributes and properties whose text people read or hear. */
const VISIBLE = new Set([
  'alt',
  'aria-description',
  'aria-label',
  'aria-placeholder',
  'aria-roledescription',
  'aria-valuetext',
  'caption',
  'confirmLabel',
  'description',
  'heading',
  'helperText',
  'label',
  'message',
  'placeholder',
  'primary',
  'secondary',
  'subheader',
  'subtitle',
  'summary',
  'text',
  'title',
]);

/** Whether a text needs a translation: symbols and single letters, such as `±` or the `n` of a sample, do not. */
function isProse(text: string): boolean {
  return /\p{L}{2}/u.test(text);
}

/** The texts that an expression can be: those of both branches of a condition, and the fixed parts of a template. */
function collectTexts(node: ts.Expression): ts.Node[] {
  if (ts.isStringLiteralLike(node)) {
    return isProse(node.text) ? [node] : [];
  }
  if (ts.isTemplateExpression(node)) {
    const parts = [node.head, ...node.templateSpans.map(span => span.literal)];
    return parts.filter(part => isProse(part.text));
  }
  if (ts.isConditionalExpression(node)) {
    return [...collectTexts(node.whenTrue), ...collectTexts(node.whenFalse)];
  }
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    const isOutput =
      kind === ts.SyntaxKind.PlusToken ||
      kind === ts.SyntaxKind.BarBarToken ||
      kind === ts.SyntaxKind.QuestionQuestionToken;
    return [
      ...(isOutput ? collectTexts(node.left) : []),
      ...(isOutput || kind === ts.SyntaxKind.AmpersandAmpersandToken
        ? collectTexts(node.right)
        : []),
    ];
  }
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) {
    return collectTexts(node.expression);
  }
  return [];
}

/** Backstage takes the titles of extensions as plain strings, which apps override in `app.extensions`. */
function isExtensionTitle(node: ts.PropertyAssignment): boolean {
  for (
    let parent: ts.Node = node.parent;
    !ts.isFunctionLike(parent) && !ts.isSourceFile(parent);
    parent = parent.parent
  ) {
    if (ts.isCallExpression(parent)) {
      return /(Blueprint\.make|createCardExtension)$/.test(
        parent.expression.getText(),
      );
    }
  }
  return false;
}

/** Commands and configuration are the same in every language. */
function isCode(attribute: ts.JsxAttribute): boolean {
  return (
    attribute.name.getText() === 'text' &&
    attribute.parent.parent.tagName.getText() === 'CodeBlock'
  );
}

function collectFromNode(node: ts.Node): ts.Node[] {
  if (ts.isJsxText(node)) {
    return isProse(node.text) ? [node] : [];
  }
  if (ts.isJsxExpression(node) && !ts.isJsxAttribute(node.parent)) {
    return node.expression ? collectTexts(node.expression) : [];
  }
  if (ts.isJsxAttribute(node)) {
    const { initializer } = node;
    const value =
      initializer && ts.isJsxExpression(initializer)
        ? initializer.expression
        : initializer;
    return value && VISIBLE.has(node.name.getText()) && !isCode(node)
      ? collectTexts(value)
      : [];
  }
  if (ts.isPropertyAssignment(node)) {
    const isVisible =
      (ts.isIdentifier(node.name) || ts.isStringLiteral(node.name)) &&
      VISIBLE.has(node.name.text);
    return isVisible && !isExtensionTitle(node)
      ? collectTexts(node.initializer)
      : [];
  }
  return [];
}

/** Lists the texts in a source that bypass translation, as `file:line: text`. */
function findUntranslatedText(file: string, source: string): string[] {
  const tree = ts.createSourceFile(
    file,
    source,
    ts.ScriptTarget.Latest,
    true,
    ts.ScriptKind.TSX,
  );
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    for (const text of collectFromNode(node)) {
      const start = text.getFullText().search(/\S/) + text.getFullStart();
      const { line } = tree.getLineAndCharacterOfPosition(start);
      found.push(`${file}:${line + 1}: ${text.getText().trim()}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** The sources that may hold text for users: not the messages themselves, generated pages, and tests. */
function listSources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return ['__testUtils__', 'i18n'].includes(entry.name)
        ? []
        : listSources(path);
    }
    return /(?<!\.test|\.generated)\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

it('finds no text in the sources that bypasses translation', () => {
  const files = listSources(SOURCES);
  expect(files.filter(file => file.endsWith('.tsx'))).not.toEqual([]);
  expect(
    files.flatMap(file =>
      findUntranslatedText(relative(SOURCES, file), readFileSync(file, 'utf8')),
    ),
  ).toEqual([]);
});

describe('findUntranslatedText', () => {
  it.each([
    ['text between tags', '<p>\n  Not so\n</p>', 'x.tsx:2: Not so'],
    ['a literal child', "<p>{'Not so'}</p>", "x.tsx:1: 'Not so'"],
    ['a branch', "<p>{a ? t('so') : 'Not so'}</p>", "x.tsx:1: 'Not so'"],
    ['a conditional text', "<p>{a && 'Not so'}</p>", "x.tsx:1: 'Not so'"],
    ['a default', "<p>{a ?? 'Not so'}</p>", "x.tsx:1: 'Not so'"],
    ['a template', '<p>{`${n} days`}</p>', 'x.tsx:1: } days`'],
    ['an attribute', '<Tip\n  title="Not so"\n/>', 'x.tsx:2: "Not so"'],
    ['a spoken label', "<a aria-label={'Not so'} />", "x.tsx:1: 'Not so'"],
    ['a property', "const column = { title: 'Not so' };", "x.tsx:1: 'Not so'"],
  ])('reports %s', (_name, source, finding) => {
    expect(findUntranslatedText('x.tsx', source)).toEqual([finding]);
  });

  it.each([
    ['translated text', "<Tip title={t('so')}>{t('so')}</Tip>"],
    ['symbols and variables', '<p>± {n} = {`${a} → ${b}`}</p>'],
    ['attributes that nobody reads', '<Typography variant="body2" id="so" />'],
    ['compared values', "<p>{a === 'so' && t('so')}</p>"],
    ['commands', '<CodeBlock text="npm start" />'],
    ['titles of extensions', "PageBlueprint.make({ params: { title: 'So' } })"],
  ])('accepts %s', (_name, source) => {
    expect(findUntranslatedText('x.tsx', source)).toEqual([]);
  });
});
