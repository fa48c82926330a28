/**
 * Writes the texts of the docs that the portal shows into the frontend: an installation has no docs beside it, and
 * nothing should be written twice by hand. Links within a page stay; links to other pages of the docs become plain
 * text.
 *
 * With `--check` nothing is written; the exit code says whether the committed files are current.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const FEATURES = 'plugins/deployments/src/features';

const TEXTS = [
  {
    source: 'docs/reference/delivery-metrics.md',
    target: `${FEATURES}/deliveryMetrics/definitions/definitions.generated.ts`,
    name: 'definitions',
    description:
      'The definitions of the delivery metrics: one per heading, in Markdown.',
    // The dialog opens one definition at a time, so its links within the page lead nowhere.
    select: sections =>
      sections
        .filter(({ level }) => level === 2)
        // These are about this project's docs and configuration, not about the numbers.
        .filter(
          ({ title }) => !['Configuration', 'Reading the page'].includes(title),
        )
        .map(({ id, title, text }) => ({
          id,
          title,
          text: withoutLinks(text, /^#/),
        })),
  },
  {
    source: 'docs/troubleshooting.md',
    target: `${FEATURES}/troubleshooting/troubleshooting.generated.ts`,
    name: 'troubleshooting',
    description:
      'The troubleshooting page: one section per heading, in Markdown. The first one is the introduction.',
    select: sections => sections,
    splitAt: 3,
  },
];

/** As GitHub and MkDocs make the anchor of a heading. */
const toAnchor = title =>
  title
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .trim()
    .replace(/\s+/g, '-');

/** A paragraph or an item becomes one line: where the docs break them is for their editors. */
const joinLines = text =>
  text
    .replace(/([^\n|])\n(?=[^\n|\s-])(?!\d+\. )/g, '$1 ')
    .replace(/\n {2,}(?=\S)/g, ' ');

/** Replaces the links whose target matches by their text. */
const withoutLinks = (text, target) =>
  text.replace(/\[([^\]]+)\]\(([^)]*)\)/g, (link, label, to) =>
    target.test(to) ? label : link,
  );

const OTHER_PAGE = /^(?!https?:|#)/;

/** The sections of a page: its headings down to a level, each with the text below it. */
function splitSections(markdown, deepest) {
  const headings = [
    ...markdown.matchAll(new RegExp(`^(#{1,${deepest}}) (.+)$`, 'gm')),
  ];
  const sections = headings.map(
    ({ 0: line, 1: marks, 2: title, index }, i) => ({
      id: toAnchor(title),
      level: marks.length,
      title,
      text: joinLines(
        withoutLinks(
          markdown.slice(index + line.length, headings[i + 1]?.index).trim(),
          OTHER_PAGE,
        ),
      ),
    }),
  );
  const ids = sections.map(({ id }) => id);
  const repeated = ids.find((id, i) => ids.indexOf(id) !== i);
  if (repeated) throw new Error(`Two headings have the anchor #${repeated}`);
  for (const [, id] of markdown.matchAll(/\]\(#([^)]+)\)/g)) {
    if (!ids.includes(id)) throw new Error(`No heading has the anchor #${id}`);
  }
  return sections;
}

const isCheck = process.argv.includes('--check');
for (const { source, target, name, description, select, splitAt } of TEXTS) {
  const markdown = await readFile(join(root, source), 'utf8');
  const sections = select(splitSections(markdown, splitAt ?? 2));
  const content = `/* eslint-disable */
// Generated from ${source} by \`yarn generate:portal-docs\`; do not edit.

/** ${description} \`id\` is the anchor in ${source}. */
export const ${name} = ${JSON.stringify(sections, null, 2)} as const;
`;
  const current = await readFile(join(root, target), 'utf8').catch(
    () => undefined,
  );
  if (current === content) {
    console.log(`${target} is current.`);
  } else if (isCheck) {
    console.error(
      `${target} is out of date with ${source}. Run \`yarn generate:portal-docs\` and commit the result.`,
    );
    process.exitCode = 1;
  } else {
    await writeFile(join(root, target), content);
    console.log(`Wrote ${target}`);
  }
}
