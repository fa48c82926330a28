import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import prettier from 'prettier';
import { root } from './paths.mjs';

const PAGE = join(root, 'docs/portal.md');
const IMAGES = join(root, 'docs/images/portal');
const FIGURES = join(IMAGES, 'tasks.json');

/** The pages in the order in which a person meets them; the names are those of the pictures. */
const TITLES = {
  home: 'Home',
  overview: "A service's overview in the catalog",
  service:
    "A service's tab Deployments, while 1.4.2 is being deployed to Production",
  dialog: 'The dialog that deploys',
  running: 'A running deployment',
  'rolled-back': 'A deployment that was rolled back',
  canary: 'A canary that was rolled back by its analysis',
  waiting: 'A deployment that waits for an approval, as the approver sees it',
  approvals: 'Where approvals reach the approver (before: the notifications)',
  services: 'Deployments: services',
  activity: 'Deployments: activity',
  dora: 'Deployments: DORA metrics of a team',
  admin: 'Deployments: admin',
};

const STATES = ['before', 'after'];

const toRow = cells => `| ${cells.join(' | ')} |\n`;

function formatTasks(figures) {
  const measured = STATES.filter(state => figures[state]);
  const cells = state => [`presses ${state}`, `seconds ${state}`];
  const names = figures[measured.at(-1)].tasks.map(({ name }) => name);
  const find = (state, name) =>
    figures[state].tasks.find(task => task.name === name);
  let text = toRow(['task', ...measured.flatMap(cells)]);
  text += toRow(['---', ...measured.flatMap(() => ['---:', '---:'])]);
  for (const name of names) {
    const values = measured.flatMap(state => {
      const task = find(state, name);
      return task ? [task.presses, task.seconds.toFixed(1)] : ['–', '–'];
    });
    text += toRow([name, ...values]);
  }
  const sums = measured.flatMap(state =>
    ['presses', 'seconds'].map(key => {
      const sum = figures[state].tasks.reduce(
        (total, task) => total + task[key],
        0,
      );
      return `**${key === 'presses' ? sum : sum.toFixed(1)}**`;
    }),
  );
  text += toRow(['**All**', ...sums]);
  for (const state of measured) {
    const { measuredOn, tasks } = figures[state];
    text += `\nSteps ${state} the change, measured on ${measuredOn}:\n\n`;
    for (const { name, steps, note } of tasks) {
      text += `- ${name}: ${steps.join(' → ')}.${note ? ` ${note}` : ''}\n`;
    }
  }
  return text;
}

function formatPictures(files) {
  const unknown = files.filter(
    file => !(file.replace(/\.(before|after)\.png$/, '') in TITLES),
  );
  if (unknown.length > 0) {
    throw new Error(`Pictures without a title: ${unknown.join(', ')}`);
  }
  let text = '';
  for (const [name, title] of Object.entries(TITLES)) {
    const there = STATES.filter(state =>
      files.includes(`${name}.${state}.png`),
    );
    if (there.length === 0) continue;
    text += `\n### ${title}\n\n`;
    text += toRow(there);
    text += toRow(there.map(() => '---'));
    text += toRow(
      there.map(
        state => `![${title}, ${state}](images/portal/${name}.${state}.png)`,
      ),
    );
  }
  return text;
}

/** Replaces what stands between the markers of a name. */
function replacePart(page, name, text) {
  const part = new RegExp(`(<!-- ${name} -->)[^]*?(<!-- /${name} -->)`);
  if (!part.test(page)) {
    throw new Error(`docs/portal.md has no markers for ${name}`);
  }
  return page.replace(part, (_, from, to) => `${from}\n\n${text}\n${to}`);
}

/** Writes the pictures and figures that there are into docs/portal.md, and formats the file of the figures. */
export async function writePortalPage() {
  const files = (await readdir(IMAGES)).filter(file => file.endsWith('.png'));
  let page = await readFile(PAGE, 'utf8');
  page = replacePart(page, 'pictures', formatPictures(files));
  const style = await prettier.resolveConfig(PAGE);
  if (existsSync(FIGURES)) {
    const json = await readFile(FIGURES, 'utf8');
    page = replacePart(page, 'tasks', formatTasks(JSON.parse(json)));
    await writeFile(
      FIGURES,
      prettier.format(json, { ...style, parser: 'json' }),
    );
  }
  const markdown = { ...style, parser: 'markdown' };
  const wrapped = prettier.format(page, {
    ...markdown,
    proseWrap: 'always',
    printWidth: 120,
  });
  await writeFile(PAGE, prettier.format(wrapped, markdown));
}
