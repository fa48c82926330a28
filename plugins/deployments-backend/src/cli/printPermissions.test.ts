import { resolve } from 'node:path';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { printPermissions } from './printPermissions';

const ROOT = resolve(__dirname, '../../../..');
const directory = createMockDirectory({
  content: {
    'app-config.yaml': `
deployments:
  environments:
    production:
      tier: production
      target:
        provider: kubernetes
        cluster: eu
        namespace: 'prod-{{ service.namespace }}'
    edge:
      target: { provider: local }
      observe: { provider: kubernetes, namespace: edge }
    laptop: { tier: development, target: { provider: local } }
  services:
    component:default/checkout:
      production: { target: { mode: slots, route: { name: checkout } } }
  goldenPaths:
    default: { steps: [{ id: deploy, use: deploy }, { id: retire, use: finalize }] }
`,
  },
});

async function run(...args: string[]): Promise<string> {
  const out: string[] = [];
  await printPermissions(
    [...args, '--config', directory.resolve('app-config.yaml')],
    ROOT,
    { print: text => out.push(text), printError: () => {} },
  );
  return out.join('\n');
}

describe('slipway-permissions', () => {
  it("prints the role that an environment's target needs in a namespace", async () => {
    const text = await run('production', '--setting', 'namespace=prod-shop');
    expect(text).toContain('kind: Role\n');
    expect(text).toContain('namespace: prod-shop');
    expect(text).toContain('- patch');
  });

  it('prints the role for the settings of one service', async () => {
    const runForShop = (...args: string[]) =>
      run('production', '--setting', 'namespace=prod-shop', ...args);
    const text = await runForShop('--service', 'checkout');
    expect(text).toContain('name: slipway-slots-route-deployer');
    expect(text).toContain('- httproutes');
    expect(await runForShop()).not.toContain('- httproutes');
  });

  it('prints a role that can only read, for a provider that only observes', async () => {
    const text = await run('edge');
    expect(text).toContain('name: slipway-deployment-observer');
    expect(text).toContain('- list');
    expect(text).not.toContain('- patch');
  });

  it.each([
    [['production'], 'namespace is different for each service'],
    [
      ['prod'],
      'There is no environment "prod". Known: edge, laptop, production',
    ],
    [['laptop'], "doesn't say which permissions it needs"],
    [['production', '--setting', 'namespace'], 'is not key=value'],
    [
      ['production', '--service', 'payments'],
      'app-config has no settings of its own for "payments" in production. Known: component:default/checkout',
    ],
    [
      ['edge', '--service', 'checkout'],
      'app-config has no settings of its own for "checkout" in edge. Known: none',
    ],
  ])('explains why it prints nothing for %j', async (args, message) => {
    await expect(run(...args)).rejects.toThrow(message);
  });
});
