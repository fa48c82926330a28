import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ConfigReader } from '@backstage/config';
import { parse } from 'yaml';
import { PATTERNS } from '../config/goldenPaths/patterns/patterns';
import { loadInstalledProviders } from './loadInstalledProviders';
import { readDeploymentsModel } from '../config/readDeploymentsModel';
import { CONDITION_PATHS, TEMPLATE_NAMES } from '../config/schema/vocabulary';

const ROOT = resolve(__dirname, '../../../..');
const readPages = (pages: string[]) =>
  pages.map(page => readFileSync(resolve(ROOT, page), 'utf8')).join('\n');
const reference = readPages([
  'docs/reference/golden-paths.md',
  'docs/reference/configuration.md',
  'docs/how-to/write-golden-paths.md',
]);
const canaries = readPages([
  'docs/explanation/how-a-canary-works.md',
  'docs/how-to/follow-a-canary.md',
  'docs/reference/analyses.md',
  'docs/reference/local-target.md',
]);
const blocks = [
  ...`${reference}\n${canaries}`.matchAll(/```yaml\n([\s\S]*?)```/g),
].map(([, text]) => parse(text.replace(/^if:$/m, 'condition:')));

/** Parts that examples refer to but do not show. */
const AROUND = {
  environments: {
    production: { tier: 'production', target: { provider: 'local' } },
  },
  checks: {
    responds: {
      provider: 'http',
      url: '{{ candidate.url }}/healthz',
      passes: { status: 200 },
    },
    availability: {
      provider: 'target',
      measure: 'success-rate',
      passes: { atLeast: 0.99 },
    },
  },
  analyses: {
    web: { metrics: { errors: { provider: 'target', measure: 'errors' } } },
  },
};

/** Examples show whole configurations, sections, parts of a golden path or an environment, steps, windows or checks. */
function getConfiguration(block: any): any {
  if (Array.isArray(block)) {
    const uses = block.map(({ use }) => use);
    const bringsIn = uses.includes('deploy') || uses.includes('canary');
    const canary = {
      id: 'bring',
      use: 'deploy',
      with: { strategy: 'canary', weight: 1 },
    };
    const retire = uses.includes('finalize')
      ? []
      : [{ id: 'retire', use: 'finalize' }];
    return {
      goldenPaths: {
        example: {
          steps: [...(bringsIn ? [] : [canary]), ...block, ...retire],
        },
      },
    };
  }
  if (block.deployments) return block.deployments;
  if (block.steps) return { goldenPaths: { example: block } };
  if (block.inputs) {
    return {
      goldenPaths: {
        example: { extends: 'canary', checks: ['responds'], ...block },
      },
    };
  }
  if (block.condition) {
    return {
      goldenPaths: {
        example: {
          for: block.for,
          steps: [
            {
              id: 'wait',
              use: 'wait',
              with: { for: '1m' },
              if: block.condition,
            },
          ],
        },
      },
    };
  }
  const inProduction = (part: object) => ({
    environments: {
      production: { ...AROUND.environments.production, ...part },
    },
  });
  if (block.approvals) return inProduction(block);
  const values = Object.values<any>(block);
  if (values.every(value => value.schedule)) {
    return inProduction({ windows: block });
  }
  if (values.every(value => value.provider)) return { checks: block };
  const { environments, goldenPaths, services } = block;
  return environments || goldenPaths || services
    ? { environments, goldenPaths, services }
    : undefined;
}

describe('the documentation of golden paths', () => {
  const examples = blocks.flatMap(block => getConfiguration(block) ?? []);

  it('has only examples of deployments, except one of Backstage', () => {
    const others = blocks.filter(block => !getConfiguration(block));
    expect(others.map(block => Object.keys(block))).toEqual([['backend']]);
  });

  it.each(examples)('has a valid example: %j', async example => {
    const { registry } = await loadInstalledProviders(ROOT, []);
    const secrets = { ciToken: 'from the environment' };
    expect(() =>
      readDeploymentsModel(
        new ConfigReader({
          deployments: {
            ...AROUND,
            ...example,
            environments: { ...AROUND.environments, ...example.environments },
            checks: { ...AROUND.checks, ...example.checks },
            ...(example.secrets && { secrets }),
          },
        }),
        registry,
      ),
    ).not.toThrow();
  });

  it.each([
    ...TEMPLATE_NAMES,
    ...CONDITION_PATHS.map(path => path.split('.')[1]),
    ...Object.keys(PATTERNS),
  ])('names %s', name => {
    expect(reference).toContain(`\`${name}\``);
  });

  it('names every built-in step kind and check provider', async () => {
    const { registry } = await loadInstalledProviders(ROOT, []);
    for (const id of [
      ...registry.stepKinds.keys(),
      ...registry.checkProviders.keys(),
    ]) {
      expect(reference).toContain(`\`${id}\``);
    }
  });
});
