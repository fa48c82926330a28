import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { collectProviders } from '@slipway/backstage-plugin-deployments-node/conformance';
import { deploymentsModuleGeneric } from './module';

async function start(deployments?: object) {
  const { plugin, collected } = collectProviders();
  const backend = await startTestBackend({
    features: [
      plugin,
      deploymentsModuleGeneric,
      mockServices.rootConfig.factory({
        data: deployments ? { deployments } : {},
      }),
    ],
  });
  await backend.stop();
  return {
    targets: collected.targets.map(({ id }) => id),
    stepKinds: collected.stepKinds.map(({ id }) => id),
    collected,
  };
}

const ALL = { targets: ['command', 'http'], stepKinds: ['command'] };

describe('the generic module', () => {
  it('adds its providers without configuration', async () => {
    expect(await start()).toMatchObject(ALL);
  });

  it('adds its providers with configuration, and they know it', async () => {
    const { collected, ...ids } = await start({
      command: { commands: { migrate: { program: '/usr/bin/true' } } },
      http: { endpoints: { deployer: { url: 'https://deploy.example.com' } } },
    });
    expect(ids).toEqual(ALL);
    const [command, http] = collected.targets;
    expect(
      command!.validateSettings({ deploy: { command: 'migrat' } }),
    ).toEqual([
      'deploy: "migrat" is not a command of deployments.command.commands; did you mean "migrate"? Known: migrate',
    ]);
    expect(
      http!.validateSettings({
        endpoint: 'other',
        apply: { path: '/' },
        abort: { path: '/abort' },
      }),
    ).toEqual([
      'endpoint: "other" is not an endpoint of deployments.http.endpoints; Known: deployer',
    ]);
  });

  it.each([
    [
      'a relative program',
      { command: { commands: { a: { program: 'ls' } } } },
      'deployments.command.commands.a.program: expected an absolute path',
    ],
    [
      'an unknown placeholder',
      {
        command: {
          commands: { a: { program: '/bin/ls', arguments: ['{{ version }}'] } },
        },
      },
      'unknown name {{ version }}',
    ],
    [
      'an undeclared parameter',
      {
        command: {
          commands: {
            a: { program: '/bin/ls', arguments: ['{{ parameters.x }}'] },
          },
        },
      },
      '{{ parameters.x }} is not declared',
    ],
    [
      'a pattern that could take forever',
      {
        command: {
          commands: {
            a: { program: '/bin/ls', parameters: { x: { pattern: '(?!a)' } } },
          },
        },
      },
      'cannot be matched in linear time',
    ],
    [
      'a reserved variable',
      {
        command: {
          commands: {
            a: { program: '/bin/ls', environment: { SLIPWAY_KEY: 'x' } },
          },
        },
      },
      'is reserved',
    ],
    [
      'an empty secret',
      {
        command: {
          commands: { a: { program: '/bin/ls', secrets: { TOKEN: '' } } },
        },
      },
      'commands.a.secrets.TOKEN',
    ],
    [
      'an unknown key',
      { command: { comands: {} } },
      'deployments.command.comands: unknown key',
    ],
    [
      'a plain HTTP endpoint',
      { http: { endpoints: { a: { url: 'http://deploy.example.com' } } } },
      'must start with https://',
    ],
    [
      'a password in an address',
      {
        http: {
          endpoints: { a: { url: 'https://u:hunter2@deploy.example.com' } },
        },
      },
      'must not contain a user name or password',
    ],
    [
      'certificates that can’t be read',
      {
        http: {
          endpoints: { a: { url: 'https://a.example', caFile: '/no/ca.pem' } },
        },
      },
      "deployments.http.endpoints.a.caFile: the file /no/ca.pem can't be read (ENOENT)",
    ],
    [
      'a header with a line break',
      {
        http: {
          endpoints: {
            a: { url: 'https://a.example', headers: { 'x-a': 'hunter2\nx' } },
          },
        },
      },
      'is not a valid header: expected',
    ],
    [
      'a header of the protocol',
      {
        http: {
          endpoints: {
            a: { url: 'https://a.example', headers: { 'Slipway-Fence': '1' } },
          },
        },
      },
      'is set by Slipway',
    ],
  ])(
    'refuses to start with %s, and repeats no value',
    async (_, config, message) => {
      const error = await start(config).catch(reason => reason);
      const text = `${error.message} ${error.cause?.message}`;
      expect(text).toContain(message);
      expect(text).not.toContain('hunter2');
    },
  );
});
