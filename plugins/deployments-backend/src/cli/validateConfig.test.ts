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
      goldenPaths: ['early', 'payments', 'web-pages', 'web-service'],
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
