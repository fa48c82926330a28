/**
 * Finds identifiers and file names that use our former private words, and prints
 * what to write instead. docs/reference/glossary.md has the words that we use.
 * Also finds sources that are too long to be about one thing.
 *
 *   node scripts/check-names.mjs          fails on a hit
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import ts from 'typescript';
import { FILE_NAMES, NAMES, STORED, STORED_IN } from './lib/bannedNames.mjs';

const SOURCES = ['plugins', 'packages', 'benchmarks', 'scripts'];

const files = execFileSync('git', ['ls-files', '--', ...SOURCES], {
  encoding: 'utf8',
})
  .split('\n')
  .filter(file => /\.(tsx?|mjs)$/.test(file) && existsSync(file))
  .filter(file => !/generated|__fixtures__|\.d\.ts$/.test(file));

/** Lines of a hand-written source; tests may be longer. */
const MAX_LINES = 400;

const hits = [];

function checkName(file, line, name) {
  if (STORED.has(name)) return;
  if (STORED_IN.some(([path, only]) => only === name && path.test(file)))
    return;
  const banned = NAMES.find(([pattern]) => pattern.test(name));
  if (banned)
    hits.push(`${file}:${line}: “${name}”. Write ${banned[1]} instead.`);
}

function checkFunction(file, line, name) {
  if (/^[a-z]\w*[a-z]Of$/.test(name) && !STORED.has(name)) {
    hits.push(
      `${file}:${line}: “${name}” reads backwards. Begin with a verb: toRow, listSteps, findOwner.`,
    );
  }
}

for (const file of files) {
  const bad = FILE_NAMES.find(([pattern]) => pattern.test(basename(file)));
  if (bad) hits.push(`${file}: ${bad[1]}`);
  const text = readFileSync(file, 'utf8');
  const lines = text.split('\n').length - 1;
  if (lines > MAX_LINES && !/\.test\.|__testUtils__|e2e-tests/.test(file)) {
    hits.push(
      `${file} has ${lines} lines. Split it: at most ${MAX_LINES} lines a source.`,
    );
  }
  const source = ts.createSourceFile(
    file,
    text,
    ts.ScriptTarget.Latest,
    true,
    file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
  );
  const visit = node => {
    if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      const name = node.text.replace(/^#/, '');
      checkName(file, line + 1, name);
      const { parent } = node;
      if (
        parent.name === node &&
        (ts.isFunctionDeclaration(parent) ||
          ts.isMethodDeclaration(parent) ||
          ts.isMethodSignature(parent) ||
          (ts.isVariableDeclaration(parent) &&
            parent.initializer &&
            ts.isArrowFunction(parent.initializer)))
      ) {
        checkFunction(file, line + 1, name);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
}

hits.forEach(hit => console.log(hit));
console.log(`${files.length} files read, ${hits.length} names to change`);
process.exitCode = hits.length > 0 ? 1 : 0;
