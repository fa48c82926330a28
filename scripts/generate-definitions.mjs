/**
 * Writes the definitions of the delivery metrics, as docs/reference/delivery-metrics.md says them, into
 * the frontend: an installation has no docs beside it, and nothing should be said
 * twice by hand. Links to other pages of the docs become plain text.
 *
 * With `--check` nothing is written; the exit code says whether the committed
 * file is current.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const source = join(root, 'docs/reference/delivery-metrics.md');
const target = join(
  root,
  'plugins/deployments/src/features/deliveryMetrics/definitions/definitions.generated.ts',
);
/** These are about this project's docs and configuration, not about the numbers. */
const LEFT_OUT = ['Configuration', 'Reading the page'];

/** As GitHub and MkDocs make the anchor of a heading. */
const toAnchor = title =>
  title
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .trim()
    .replace(/\s+/g, '-');

/** A paragraph or an item is one line: where docs/reference/delivery-metrics.md breaks them is for its editors. */
const joined = text =>
  text
    .replace(/([^\n|])\n(?=[^\n|\s-])/g, '$1 ')
    .replace(/\n {2,}(?=\S)/g, ' ');

const withoutRelativeLinks = text =>
  text.replace(/\[([^\]]+)\]\((?!https?:)[^)]*\)/g, '$1');

const [, ...parts] = (await readFile(source, 'utf8')).split(/^## /m);
const definitions = parts
  .map(part => {
    const [title, ...lines] = part.split('\n');
    return {
      id: toAnchor(title),
      title,
      text: joined(withoutRelativeLinks(lines.join('\n').trim())),
    };
  })
  .filter(({ title }) => !LEFT_OUT.includes(title));

const content = `/* eslint-disable */
// Generated from docs/reference/delivery-metrics.md by \`yarn generate:definitions\`; do not edit.

/** The definitions of the delivery metrics: one per heading, in Markdown. \`id\` is the anchor in docs/reference/delivery-metrics.md. */
export const definitions = ${JSON.stringify(definitions, null, 2)} as const;
`;

const current = await readFile(target, 'utf8').catch(() => undefined);
if (process.argv.includes('--check')) {
  if (current !== content) {
    console.error(
      `${relative(
        root,
        target,
      )} is out of date with docs/reference/delivery-metrics.md. Run \`yarn generate:definitions\` and commit the result.`,
    );
    process.exit(1);
  }
  console.log('The definitions in the frontend are current.');
} else if (current !== content) {
  await writeFile(target, content);
  console.log(`Wrote ${relative(root, target)}`);
}
