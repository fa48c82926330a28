import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isMap, isSeq, parseDocument } from 'yaml';

const BLOCK = /^( *)```(\w+)\n([^]*?)^\1```$/gm;
const FILE = /^(?:\/\/|#) (\S+\.\w+)\n/;
const HEADING = /^#+ (.*)$/gm;

/**
 * Reads what a page of the documentation asks its readers to do, in this order: the blocks of commands (`sh`), and the
 * blocks whose first line is a comment with the name of a file. Others show alternatives, and are left out.
 *
 * @param {string} markdown
 * @param {string[]} skippedSections - Headings of the sections to leave out. Each has to exist.
 * @returns {Array<{language: string, file?: string, text: string}>}
 */
export function readBlocks(markdown, skippedSections) {
  const headings = [...markdown.matchAll(HEADING)];
  for (const title of skippedSections) {
    if (!headings.some(([, text]) => text === title)) {
      throw new Error(`The page has no section “${title}”`);
    }
  }
  return [...markdown.matchAll(BLOCK)].flatMap(match => {
    const [, indent, language, content] = match;
    const section = headings.findLast(({ index }) => index < match.index)?.[1];
    if (skippedSections.includes(section)) return [];
    const text = content.replaceAll(new RegExp(`^${indent}`, 'gm'), '');
    const file = text.match(FILE)?.[1];
    if (!file && language !== 'sh') return [];
    return [{ language, file, text }];
  });
}

/**
 * Makes the change that a block with the name of a file shows:
 *
 * - A `diff` is applied, hunk by hunk. Blank lines separate hunks; one without context belongs to the start of the file.
 * - YAML is merged into the file's, and lists become longer.
 * - Other lines are added before `backend.start()`.
 * - A file that doesn't exist is created.
 *
 * @param {{language: string, file: string, text: string}} block
 * @param {string} folder - The app's.
 */
export function applyBlock({ language, file, text }, folder) {
  const path = join(folder, file);
  const body = text.replace(FILE, '');
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, body);
    return;
  }
  const source = readFileSync(path, 'utf8');
  writeFileSync(path, change(source, language, body, file));
}

function change(source, language, body, file) {
  if (language === 'diff') {
    return body
      .trimEnd()
      .split(/\n\n+/)
      .reduce((result, hunk) => applyHunk(result, hunk, file), source);
  }
  if (language === 'yaml') return mergeYaml(source, body);
  return replaceOnce(
    source,
    'backend.start();',
    `${body}\nbackend.start();`,
    file,
  );
}

function applyHunk(source, hunk, file) {
  const lines = hunk.split('\n');
  const unknown = lines.find(line => !/^[+ -]/.test(line));
  if (unknown !== undefined) {
    throw new Error(`${file}: a line of a diff begins with “${unknown[0]}”`);
  }
  const select = sign =>
    lines
      .filter(line => line.startsWith(sign) || line.startsWith(' '))
      .map(line => `${line.slice(1)}\n`)
      .join('');
  const before = select('-');
  const after = select('+');
  return before === ''
    ? after + source
    : replaceOnce(source, before, after, file);
}

function replaceOnce(source, before, after, file) {
  const count = source.split(before).length - 1;
  if (count !== 1) {
    throw new Error(
      `${file} contains these lines ${count} times, not once:\n${before}`,
    );
  }
  return source.replace(before, () => after);
}

function mergeYaml(source, addition) {
  const document = parseDocument(source);
  mergeInto(document, document, parseDocument(addition).contents);
  return document.toString();
}

/** Adds the pairs of a map to another one, and the items of lists to the lists. */
function mergeInto(document, target, addition) {
  for (const { key, value } of addition.items) {
    const present = target.get(key.value, true);
    if (isMap(value) && isMap(present)) mergeInto(document, present, value);
    else if (isSeq(value) && isSeq(present)) present.items.push(...value.items);
    else target.set(key.value, value);
  }
}
