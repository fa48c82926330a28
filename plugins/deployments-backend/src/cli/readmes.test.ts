import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ConfigReader } from '@backstage/config';
import { parse } from 'yaml';
import { readDeploymentsModel } from '../config/readDeploymentsModel';
import { loadInstalledProviders } from './loadInstalledProviders';

const PLUGINS = resolve(__dirname, '../../..');
const read = (path: string) => readFileSync(resolve(PLUGINS, path), 'utf8');

const published = readdirSync(PLUGINS)
  .filter(folder => existsSync(resolve(PLUGINS, folder, 'package.json')))
  .map(folder => ({
    folder,
    manifest: JSON.parse(read(`${folder}/package.json`)),
  }))
  .filter(({ manifest }) => !manifest.private);

const examples = published.flatMap(({ folder }) =>
  [
    ...read(`${folder}/README.md`).matchAll(
      /```yaml\n# app-config\.yaml\n([\s\S]*?)```/g,
    ),
  ].map(([, text]) => [folder, text] as const),
);

describe('the README of a published package', () => {
  it.each(published.map(({ folder, manifest }) => [folder, manifest.name]))(
    '%s is titled with the name of the package and says how to install it',
    (folder, name) => {
      const text = read(`${folder}/README.md`);
      expect(text).toMatch(new RegExp(`^# ${name}\n`));
      expect(text).toMatch(
        new RegExp(`^yarn (?:--cwd \\S+ )?add ${name}$`, 'm'),
      );
    },
  );

  it('has an example of the configuration, for the backend and each of its modules', () => {
    expect([...new Set(examples.map(([folder]) => folder))]).toEqual(
      published
        .map(({ folder }) => folder)
        .filter(folder => /^deployments-backend/.test(folder)),
    );
  });

  it.each(examples)(
    '%s has an example that is a valid configuration',
    async (_, text) => {
      // Environment variables that secrets refer to.
      const config = new ConfigReader(
        parse(text.replaceAll(/\$\{[A-Z_]+\}/g, 'a-value')),
      );
      const { registry, mistakes } = await loadInstalledProviders(
        resolve(PLUGINS, '..'),
        [],
        { config, lax: true },
      );
      expect(() =>
        readDeploymentsModel(config, registry, mistakes),
      ).not.toThrow();
    },
  );
});
