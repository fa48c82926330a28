import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ConfigReader } from '@backstage/config';
import { parse } from 'yaml';
import { readDeploymentsModel } from '../config/readDeploymentsModel';
import { loadInstalledProviders } from './loadInstalledProviders';

const ROOT = resolve(__dirname, '../../../..');
const RECIPES = 'docs/how-to/recipes';
const pages = [
  'docs/how-to/run-a-command.md',
  'docs/how-to/deploy-over-http.md',
  ...readdirSync(resolve(ROOT, RECIPES)).map(name => `${RECIPES}/${name}`),
];

const examples = pages.flatMap(page =>
  [
    ...readFileSync(resolve(ROOT, page), 'utf8').matchAll(
      /```yaml\n([\s\S]*?)```/g,
    ),
  ].map(([, text], index) => [`${page} #${index + 1}`, text] as const),
);

describe('recipes', () => {
  it('has an example on each page', () => {
    for (const page of pages) {
      expect(examples.map(([name]) => name)).toContain(`${page} #1`);
    }
  });

  it.each(examples)('%s is a valid configuration', async (_, text) => {
    const { registry, unloaded } = await loadInstalledProviders(ROOT, []);
    expect(unloaded).toEqual([]);
    // An environment variable that a secret refers to.
    const config = parse(text.replaceAll(/\$\{[A-Z_]+\}/g, 'a-value'));
    expect(() =>
      readDeploymentsModel(new ConfigReader(config), registry),
    ).not.toThrow();
  });
});
