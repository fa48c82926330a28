/**
 * Copies the definitions of the delivery metrics from docs/dora.md into the
 * frontend, because an installation does not include the docs. Links to other pages
 * of the docs become plain text.
 *
 * With `--check` nothing is written, and the exit code is 1 if the committed file is
 * out of date.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const source = join(root, 'docs/dora.md');
const target = join(
  root,
  'plugins/deployments/src/components/dora/definitions.generated.ts',
);
/** Sections about the docs and the configuration, not about the metrics. */
const EXCLUDED = ['Configuration', 'Reading the page'];

/** Builds the anchor of a heading like GitHub and MkDocs. */
const toAnchor = title =>
  title
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .trim()
    .replace(/\s+/g, '-');

/** Joins the lines of each paragraph and list item. */
const joinLines = text =>
  text
    .replace(/([^\n|])\n(?=[^\n|\s-])/g, '$1 ')
    .replace(/\n {2,}(?=\S)/g, ' ');

const removeRelativeLinks = text =>
  text.replace(/\[([^\]]+)\]\((?!https?:)[^)]*\)/g, '$1');

const [, ...parts] = (await readFile(source, 'utf8')).split(/^## /m);
const definitions = parts
  .map(part => {
    const [title, ...lines] = part.split('\n');
    return {
      id: toAnchor(title),
      title,
      text: joinLines(removeRelativeLinks(lines.join('\n').trim())),
    };
  })
  .filter(({ title }) => !EXCLUDED.includes(title));

const content = `/* eslint-disable */
// Generated from docs/dora.md by \`yarn generate:definitions\`; do not edit.

/** The definitions of the delivery metrics: one per heading, in Markdown. \`id\` is the anchor in docs/dora.md. */
export const definitions = ${JSON.stringify(definitions, null, 2)} as const;
`;

const current = await readFile(target, 'utf8').catch(() => undefined);
if (process.argv.includes('--check')) {
  if (current !== content) {
    console.error(
      `${relative(
        root,
        target,
      )} is out of date with docs/dora.md. Run \`yarn generate:definitions\` and commit the result.`,
    );
    process.exit(1);
  }
  console.log('The definitions in the frontend are current.');
} else if (current !== content) {
  await writeFile(target, content);
  console.log(`Wrote ${relative(root, target)}`);
}
