import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ConfigReader } from '@backstage/config';
import { parse } from 'yaml';
import { readDeploymentsModel } from '../config/readDeploymentsModel';
import { loadInstalledProviders } from './loadInstalledProviders';
import { runValidateConfig } from './validateConfig';

const ROOT = resolve(__dirname, '../../../..');
const examples = ['check-with-json', 'connect-prometheus'].flatMap(page =>
  [
    ...readFileSync(resolve(ROOT, `docs/how-to/${page}.md`), 'utf8').matchAll(
      /^( *)```yaml\n([\s\S]*?)^ *```$/gm,
    ),
  ].map(([, indent, text], index) => {
    const outdented = text.replaceAll(new RegExp(`^${indent}`, 'gm'), '');
    return [`${page} #${index + 1}`, outdented] as const;
  }),
);

describe('the pages about checks', () => {
  it('have examples', () => {
    expect(examples.length).toBeGreaterThanOrEqual(9);
  });

  it.each(examples)('%s is a valid configuration', async (_, text) => {
    const { registry } = await loadInstalledProviders(ROOT, []);
    // An environment variable that a secret refers to.
    const { deployments } = parse(text.replaceAll(/\$\{[A-Z_]+\}/g, 'a-value'));
    const production = {
      target: { provider: 'local' },
      ...deployments.environments?.production,
    };
    const config = { ...deployments, environments: { production } };
    expect(() =>
      readDeploymentsModel(new ConfigReader({ deployments: config }), registry),
    ).not.toThrow();
  });

  it.each([
    [['app-config.prometheus.yaml']],
    [['app-config.kubernetes.yaml']],
    [['app-config.kubernetes.yaml', 'app-config.kubernetes-canary.yaml']],
  ])('has a valid demo with %j', async files => {
    const errors: string[] = [];
    const code = await runValidateConfig(
      [
        ...['app-config.yaml', ...files].flatMap(file => ['--config', file]),
        '--lax',
      ],
      ROOT,
      { print: () => {}, printError: text => errors.push(text) },
    );
    expect(errors).toEqual([]);
    expect(code).toBe(0);
  });
});
