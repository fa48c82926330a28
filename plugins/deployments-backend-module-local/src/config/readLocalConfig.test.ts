import path from 'node:path';
import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { createDeclaredServices } from './declaredServices';
import { validateTargetSettings } from './targetSettings';
import { readLocalConfig } from './readLocalConfig';

const read = (local: JsonObject, rest: JsonObject = {}) =>
  readLocalConfig(new ConfigReader({ ...rest, deployments: { local } }));

const version = { name: '1', artifact: 'pkg:generic/a@1' };

describe('readLocalConfig', () => {
  it('returns nothing when the key is absent or null', () => {
    expect(readLocalConfig(new ConfigReader({}))).toBeUndefined();
    expect(
      readLocalConfig(new ConfigReader({ deployments: { local: null } })),
    ).toBeUndefined();
  });

  it('has defaults for all keys', () => {
    expect(read({})).toMatchObject({
      host: '127.0.0.1',
      ports: { from: 7100, to: 7299 },
      drain: 5_000,
      load: { enabled: false, requestsPerSecond: 5 },
      services: {},
    });
  });

  it('puts the data directory next to the SQLite files by default', () => {
    const connection = { directory: '/var/lib/portal' };
    expect(read({}, { backend: { database: { connection } } })?.dataDir).toBe(
      '/var/lib/portal/local',
    );
    expect(
      read({}, { backend: { database: { connection: ':memory:' } } })?.dataDir,
    ).toBe(path.resolve('.data/local'));
    expect(read({ dataDir: '/elsewhere' })?.dataDir).toBe('/elsewhere');
  });

  it('reports all mistakes together, each with its path', () => {
    let message = '';
    try {
      read({
        prots: { from: 1 },
        ports: { from: 8000, to: 7000 },
        drain: 'soon',
        host: '0.0.0.0',
        load: { enabled: true, requestsPerSecond: 1000 },
        services: {
          checkout: {
            readiness: { path: 'healthz' },
            versions: [version, { name: '2', artifact: version.artifact }],
          },
          'component:default/Checkout': { command: ['x'], versions: [version] },
          'a b': { command: ['x'], versions: [] },
        },
      });
    } catch (error) {
      message = String(error);
    }
    for (const expected of [
      'deployments.local.prots: unknown key; did you mean "ports"?',
      'deployments.local.ports: expected `from` not to be above `to`',
      'deployments.local.drain: expected a duration, such as 10s',
      'deployments.local.load.requestsPerSecond:',
      'deployments.local.services.checkout.command: is missing; expected a list',
      'deployments.local.services.checkout.readiness.path:',
      'deployments.local.services["a b"].versions:',
    ]) {
      expect(message).toContain(expected);
    }
  });

  it('rejects an artifact of two versions, a service declared twice, and load that leaves the machine', () => {
    const service = { command: ['x'], versions: [version] };
    expect(() =>
      read({
        services: { a: { ...service, versions: [version, version] } },
      }),
    ).toThrow(
      'services.a.versions[1].artifact: the same artifact as versions[0]',
    );
    expect(() =>
      read({ services: { a: service, 'component:default/A': service } }),
    ).toThrow('names the same service as services.a');
    expect(() => read({ services: { 'a b': service } })).toThrow(
      'services["a b"]: expected an entity ref',
    );
    expect(() => read({ host: '0.0.0.0', load: { enabled: true } })).toThrow(
      'load.enabled: generated load must stay on this machine',
    );
  });

  it('rejects privileged ports in ranges, and settings with a port outside allowedPorts', () => {
    for (const key of ['ports', 'allowedPorts']) {
      expect(() => read({ [key]: { from: 22 } })).toThrow(
        `deployments.local.${key}.from: expected a port from 1024 on: lower ones are privileged`,
      );
    }
    expect(read({})?.allowedPorts).toEqual({ from: 1024, to: 65535 });
    const limits = {
      ...read({})!,
      allowedPorts: { from: 8000, to: 8099 },
    };
    expect(validateTargetSettings({ port: 8050 }, limits)).toEqual([]);
    expect(validateTargetSettings({ port: 7100 }, limits)).toEqual([
      'port: 7100 is not a port that a service may choose: expected one from 8000 to 8099 (deployments.local.allowedPorts)',
    ]);
  });

  it('rejects settings with more instances than there are ports for two versions', () => {
    const limits = read({ ports: { from: 7100, to: 7110 } })!;
    expect(validateTargetSettings({ instances: 5 }, limits)).toEqual([]);
    expect(validateTargetSettings({ instances: 6 }, limits)).toEqual([
      'instances: 6 instances are too many: expected at most 5, because the 11 ports of deployments.local.ports must suffice for two versions and the stable URL',
    ]);
  });

  it('uses the readiness path for liveness probes unless another one is configured', () => {
    const liveness = (service: JsonObject) =>
      createDeclaredServices(
        read({
          services: { a: { command: ['x'], versions: [version], ...service } },
        })!.services,
      ).findRunSpec('component:default/a', version.artifact)?.liveness;
    expect(liveness({ readiness: { path: '/healthz' } })?.path).toBe(
      '/healthz',
    );
    expect(
      liveness({ liveness: { path: '/livez', every: '10s', failures: 5 } }),
    ).toEqual({
      path: '/livez',
      everyMs: 10_000,
      timeoutMs: 2_000,
      failures: 5,
    });
    expect(() => liveness({ liveness: { every: '0s' } })).toThrow(
      'services.a.liveness.every: expected 100 ms or more',
    );
  });

  it('finds a declared service by name or entity ref, and merges its variables', () => {
    const config = read({
      services: {
        checkout: {
          command: ['node', 'server.mjs'],
          cwd: '/srv',
          env: { A: 1, B: 'service' },
          versions: [{ ...version, env: { B: 'version' } }],
        },
      },
    });
    const services = createDeclaredServices(config!.services);
    expect(
      services.findRunSpec('component:default/checkout', version.artifact),
    ).toEqual({
      command: ['node', 'server.mjs'],
      cwd: '/srv',
      env: { A: '1', B: 'version' },
      readiness: { path: '/', timeoutMs: 30_000 },
      liveness: { path: '/', everyMs: 3_000, timeoutMs: 2_000, failures: 3 },
    });
    expect(
      services.findRunSpec('component:other/checkout', version.artifact),
    ).toBeUndefined();
  });

  it.each<[JsonObject, RegExp[]]>([
    [{}, []],
    [{ port: 7100, readyTimeout: '1m', env: { A: 'b' } }, []],
    [{ port: 'x', prot: 1 }, [/^port: /, /^prot: unknown key/]],
    [{ readyTimeout: 'x' }, [/^readyTimeout: expected a duration/]],
    [
      { port: 22 },
      [
        /^port: 22 is not a port that a service may choose: expected one from 1024 to 65535/,
      ],
    ],
    [{ instances: 0 }, [/^instances: /]],
    [{ instances: 4, rolling: { maxUnavailable: 0, surge: '25 %' } }, []],
    [
      { rolling: { maxUnavailable: '25 percent', maxSurge: 1 } },
      [
        /^rolling\.maxUnavailable: expected a whole number or a percentage, such as 1 or 25 %/,
        /^rolling\.maxSurge: unknown key/,
      ],
    ],
    [
      { rolling: { maxUnavailable: 0, surge: 0 } },
      [/^rolling: expected `maxUnavailable` or `surge` to be above 0/],
    ],
    [{ port: 1023 }, [/^port: 1023 is not a port/]],
    [{ port: 1024 }, []],
    [{ port: 65536 }, [/^port: 65536 is not a port/]],
    [{ port: 7100.5 }, [/^port: /]],
  ])('validates the settings %j', (settings, expected) => {
    const mistakes = validateTargetSettings(settings);
    expect(mistakes).toHaveLength(expected.length);
    expected.forEach((pattern, index) =>
      expect(mistakes[index]).toMatch(pattern),
    );
  });
});
