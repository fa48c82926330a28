import { resolve } from 'node:path';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { runValidateConfig } from './validateConfig';

const ROOT = resolve(__dirname, '../../../..');
const directory = createMockDirectory();

async function run(...args: string[]) {
  const out: string[] = [];
  const errors: string[] = [];
  const code = await runValidateConfig(args, ROOT, {
    print: text => out.push(text),
    printError: text => errors.push(text),
  });
  return { code, out: out.join('\n'), errors: errors.join('\n') };
}

describe('slipway-validate-config', () => {
  it("finds no mistakes in this repository's own configuration", async () => {
    const { code, out } = await run(
      '--config',
      'app-config.yaml',
      '--format',
      'json',
    );
    expect(JSON.parse(out)).toEqual({
      valid: true,
      mistakes: [],
      environments: ['dev', 'staging', 'production', 'production-us'],
      goldenPaths: [
        'compared',
        'early',
        'payments',
        'web-pages',
        'analysed-canary',
        'web-service',
      ],
      unloadedModules: [],
    });
    expect(code).toBe(0);
  });

  it('finds no mistakes in the example with workflows of GitHub', async () => {
    const { code, out, errors } = await run(
      '--config',
      'app-config.github.yaml',
      '--lax',
      '--format',
      'json',
    );
    expect(errors).toBe('');
    expect(JSON.parse(out)).toEqual({
      valid: true,
      mistakes: [],
      environments: ['staging', 'production'],
      goldenPaths: ['workflow'],
      unloadedModules: [],
    });
    expect(code).toBe(0);
  });

  it('prints all mistakes and fails', async () => {
    directory.setContent({
      'app-config.yaml': `
deployments:
  environments: { dev: { target: { provider: locl } } }
  goldenPaths: { web: { $include: web.yaml } }`,
      'web.yaml': 'steps: [{ id: a, use: depoy }]',
    });
    const { code, errors } = await run(
      '--config',
      directory.resolve('app-config.yaml'),
    );
    expect(code).toBe(1);
    expect(errors).toContain('has 2 mistakes');
    expect(errors).toContain(
      'deployments.environments.dev.target.provider: unknown target "locl"; did you mean "local"?',
    );
    expect(errors).toContain(
      'deployments.goldenPaths.web.steps[0].use: unknown step kind "depoy"; did you mean "deploy"?',
    );
  });

  it('lets later files remove keys of earlier ones', async () => {
    directory.setContent({
      'more.yaml': `
deployments:
  environments:
    production-us: { promotesFrom: null, windows: { weekend: null } }
    staging: { target: { port: 70000 } }`,
    });
    const { errors } = await run(
      '--config',
      'app-config.yaml',
      '--config',
      directory.resolve('more.yaml'),
    );
    expect(errors).toContain('has one mistake');
    expect(errors).toContain('deployments.environments.staging.target: port');
  });

  it('accepts variables that are not set with --lax', async () => {
    directory.setContent({
      'app-config.yaml': `
deployments:
  secrets: { token: '\${SLIPWAY_TEST_NOT_SET}' }
  environments: { dev: { target: { provider: local } } }
  goldenPaths: { web: { steps: [{ id: tell, use: http-job, with: { url: 'https://example.com', headers: { authorization: '{{ secrets.token }}' } } }] } }`,
    });
    const config = directory.resolve('app-config.yaml');
    const strict = await run('--config', config);
    expect(strict.errors).toContain('unknown name {{ secrets.token }}');
    expect((await run('--config', config, '--lax')).code).toBe(0);
  });

  it('lists all mistakes in the sections of installed modules, without consequences of them', async () => {
    directory.setContent({
      'app-config.yaml': `
deployments:
  prometheus: { instances: { default: { url: 'http://prometheus:9090', timeout: 20s } } }
  alertmanager: { instances: { default: { url: 'http://alerts.example.com', tokn: x } } }
  command: { commands: { migrate: { progam: /bin/true } } }
  http: { endpoints: { api: { url: 'http://api.example.com', token: abcdefgh } } }
  environments:
    dev:
      target: { provider: local }
      startConditions: { quiet: { provider: alertmanager, labels: { service: a } } }
  checks: { up: { provider: prometheus, query: up, passes: { atLeast: 1 } } }
  goldenPaths: { web: { steps: [{ id: a, use: deploy }, { id: b, use: finalize }] } }`,
    });
    const { code, out } = await run(
      '--config',
      directory.resolve('app-config.yaml'),
      '--format',
      'json',
    );
    expect(code).toBe(1);
    expect(
      JSON.parse(out).mistakes.map(({ path }: { path: string }) => path),
    ).toEqual(
      expect.arrayContaining([
        'deployments.prometheus.instances.default.timeout',
        'deployments.alertmanager.instances.default.tokn',
        'deployments.http.endpoints.api.url',
        'deployments.command.commands.migrate.progam',
      ]),
    );
    expect(out).not.toMatch(/deployments\.(environments|checks|goldenPaths)/);
  });

  it('reports instances that are not configured', async () => {
    directory.setContent({
      'app-config.yaml': `
deployments:
  prometheus: { instances: { main: { url: 'http://prometheus:9090' } } }
  environments:
    dev:
      target: { provider: local }
      startConditions: { quiet: { provider: alertmanager, labels: { service: a } } }
  checks: { up: { provider: prometheus, query: up, passes: { atLeast: 1 } } }
  goldenPaths: { web: { steps: [{ id: a, use: deploy }, { id: b, use: finalize }] } }`,
    });
    const { errors } = await run(
      '--config',
      directory.resolve('app-config.yaml'),
    );
    expect(errors).toContain('has 2 mistakes');
    expect(errors).toContain(
      'deployments.environments.dev.startConditions.quiet.instance: Alertmanager is not configured: set deployments.alertmanager.instances.default.url in app-config',
    );
    expect(errors).toContain(
      'deployments.checks.up.instance: app-config has no instance "default" in deployments.prometheus.instances. Known: main',
    );
  });

  it('accepts with --lax what only the machine of the portal has', async () => {
    directory.setContent({
      'app-config.yaml': `
deployments:
  kubernetes: { clusters: { eu: { kubeconfig: /nowhere/kubeconfig }, here: { inCluster: true } } }
  http: { endpoints: { deployer: { url: 'https://deploy.example.com', caFile: /nowhere/ca.pem } } }
  environments:
    dev: { target: { provider: local } }
    test: { target: { provider: http, endpoint: deployer, apply: { path: /apply }, abort: { path: /abort } } }
  goldenPaths: { web: { steps: [{ id: a, use: deploy }, { id: b, use: finalize }] } }`,
    });
    const config = directory.resolve('app-config.yaml');
    const { errors } = await run('--config', config);
    expect(errors).toContain("/nowhere/kubeconfig can't be read (ENOENT)");
    expect(errors).toContain(
      "deployments.http.endpoints.deployer.caFile: the file /nowhere/ca.pem can't be read (ENOENT)",
    );
    expect(errors).toContain('has 3 mistakes');
    expect(await run('--config', config, '--lax')).toMatchObject({
      code: 0,
      errors: '',
    });
  });

  it('accepts addresses in variables that are not set with --lax', async () => {
    directory.setContent({
      'app-config.yaml': `
deployments:
  prometheus: { instances: { default: { url: '\${SLIPWAY_TEST_NOT_SET}', timeout: 1h } } }
  environments: { dev: { target: { provider: local } } }
  goldenPaths: { web: { steps: [{ id: a, use: deploy }, { id: b, use: finalize }] } }`,
    });
    const config = directory.resolve('app-config.yaml');
    const { errors } = await run('--config', config, '--lax');
    expect(errors).toContain('has one mistake');
    expect(errors).toContain(
      'deployments.prometheus.instances.default.timeout',
    );
  });

  it('lists an unknown name in a check once, however many steps use it', async () => {
    directory.setContent({
      'app-config.yaml': `
deployments:
  environments: { dev: { target: { provider: local } } }
  checks: { up: { provider: http, url: '{{ candidate.url }}/{{ version.nme }}', passes: { status: 200 } } }
  goldenPaths: { web: { steps: [{ id: a, use: deploy }, { id: b, use: check, with: { checks: [up] } }, { id: c, use: finalize }] } }`,
    });
    const { errors } = await run(
      '--config',
      directory.resolve('app-config.yaml'),
    );
    expect(errors).toContain('has one mistake');
    expect(errors).toContain(
      'deployments.checks.up.url: unknown name {{ version.nme }}',
    );
  });

  it('names modules that could not be loaded', async () => {
    const { out, code } = await run(
      '--config',
      'app-config.yaml',
      '--format',
      'json',
      '--module',
      'no-such-module',
    );
    expect(code).toBe(1);
    expect(JSON.parse(out).unloadedModules).toEqual([
      {
        name: 'no-such-module',
        reason: expect.stringContaining('no-such-module'),
      },
    ]);
  });

  it('rejects unknown formats and options', async () => {
    await expect(run('--format', 'xml')).rejects.toThrow(
      'expected text or json',
    );
    await expect(run('--config', 'nowhere.yaml')).rejects.toThrow(
      'does not exist',
    );
    await expect(run('--confg')).rejects.toThrow(/confg/);
  });
});
