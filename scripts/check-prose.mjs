#!/usr/bin/env node
/**
 * Finds phrases of `lib/prosePhrases.mjs` in prose, and prints what to write instead.
 *
 *   node scripts/check-prose.mjs             fails on a hit in the repository
 *   node scripts/check-prose.mjs plugins/x   fails on a hit in these files and folders
 *
 * Prose is: Markdown without its code, comments of TypeScript, and all of a message file or an OpenAPI document.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { PHRASES } from './lib/prosePhrases.mjs';

const isMessages = file =>
  /\/src\/(?:i18n|translations)\/|\/translation\.ts$/.test(file);
const isProse = file =>
  !/generated|__fixtures__/.test(file) &&
  (/\.md$|\/openapi[^/]*\.yaml$|\/config\.d\.ts$/.test(file) ||
    /^plugins\/[^/]+\/src\/.*\.tsx?$/.test(file));

const list = paths =>
  execFileSync('git', ['ls-files', '--', ...paths], { encoding: 'utf8' })
    .split('\n')
    .filter(file => isProse(file) && existsSync(file));

const blank = text => text.replace(/[^\n]/g, ' ');

/** The text with everything blank that isn't prose, so that line numbers stay. */
function extractProse(file, text) {
  if (file.endsWith('.md')) {
    const code = /^ *```[\s\S]*?^ *```|`[^`\n]*`|\]\([^)\n]*\)|<!--[\s\S]*?-->/;
    return text.replace(new RegExp(code, 'gm'), blank);
  }
  if (file.endsWith('.yaml') || isMessages(file)) {
    return text;
  }
  let prose = '';
  let end = 0;
  const comments = /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm;
  for (const { 0: comment, index } of text.matchAll(comments)) {
    prose += blank(text.slice(end, index));
    prose += comment.replace(/`[^`\n]*`/g, blank);
    end = index + comment.length;
  }
  return prose;
}

/** A phrase may be broken over two lines, so a line is read with the first words of the next one. */
function hitsIn(file) {
  const lines = extractProse(file, readFileSync(file, 'utf8')).split('\n');
  return lines.flatMap((text, i) => {
    const line = text.trimEnd();
    const next = (lines[i + 1] ?? '').replace(/^[\s*/>-]+/, '').slice(0, 24);
    return PHRASES.flatMap(([pattern, instead]) => {
      const found = pattern.exec(`${line} ${next}`);
      return found && found.index < line.length
        ? [{ at: `${file}:${i + 1}`, phrase: found[0].trim(), instead }]
        : [];
    });
  });
}

const given = process.argv.slice(2);
const checked = list(given.length > 0 ? given : ['.']);
const hits = checked.flatMap(hitsIn);
hits.forEach(({ at, phrase, instead }) =>
  console.log(`${at}: “${phrase}”. Write ${instead} instead.`),
);
console.log(`${checked.length} files read, ${hits.length} phrases to rewrite`);
process.exitCode = hits.length > 0 ? 1 : 0;
