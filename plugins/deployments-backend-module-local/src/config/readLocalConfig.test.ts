import path from 'node:path';
import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { createDeclaredServices } from './declaredServices';
import { validatePlaceSettings } from './targetSettings';
import { readLocalConfig } from './readLocalConfig';

const read = (local: JsonObject, rest: JsonObject = {}) =>
  readLocalConfig(new ConfigReader({ ...rest, deployments: { local } }));

const version = { name: '1', artifact: 'pkg:generic/a@1' };

describe('the configuration of the local target', () => {
  it('is optional', () => {
    expect(readLocalConfig(new ConfigReader({}))).toBeUndefined();
    expect(
      readLocalConfig(new ConfigReader({ deployments: { local: null } })),
    ).toBeUndefined();
  });

  it('has a default for everything', () => {
    expect(read({})).toMatchObject({
      host: '127.0.0.1',
      ports: { from: 7100, to: 7299 },
      drain: 5_000,
      load: { enabled: false, requestsPerSecond: 5 },
      services: {},
    });
  });

  it('puts its data beside the SQLite files', () => {
    const connection = { directory: '/var/lib/portal' };
    expect(read({}, { backend: { database: { connection } } })?.dataDir).toBe(
      '/var/lib/portal/local',
    );
    expect(
      read({}, { backend: { database: { connection: ':memory:' } } })?.dataDir,
    ).toBe(path.resolve('.data/local'));
    expect(read({ dataDir: '/elsewhere' })?.dataDir).toBe('/elsewhere');
  });

  it('reports all mistakes at once, each with its path', () => {
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
      "deployments.local: unknown key 'prots'",
      'deployments.local.ports: expected `from` not to be above `to`',
      'deployments.local.drain: expected a duration such as 10s',
      'deployments.local.load.requestsPerSecond:',
      'deployments.local.services.checkout.command: missing, expected array (is a ${VARIABLE} unset?)',
      'deployments.local.services.checkout.readiness.path:',
      "deployments.local.services['a b'].versions:",
    ]) {
      expect(message).toContain(expected);
    }
  });

  it('refuses one artifact for two versions, one service twice, and load that leaves the machine', () => {
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
      "services['a b']: expected an entity ref",
    );
    expect(() => read({ host: '0.0.0.0', load: { enabled: true } })).toThrow(
      'load.enabled: made-up load stays on this machine',
    );
  });

  it('hands out no privileged port, and lets no service choose one', () => {
    for (const key of ['ports', 'allowedPorts']) {
      expect(() => read({ [key]: { from: 22 } })).toThrow(
        `deployments.local.${key}.from: expected a port from 1024 on: lower ones are privileged`,
      );
    }
    expect(read({})?.allowedPorts).toEqual({ from: 1024, to: 65535 });
    const allowed = { from: 8000, to: 8099 };
    expect(validatePlaceSettings({ port: 8050 }, allowed)).toEqual([]);
    expect(validatePlaceSettings({ port: 7100 }, allowed)).toEqual([
      'port: 7100 is not a port that a service may choose: expected one from 8000 to 8099 (deployments.local.allowedPorts)',
    ]);
  });

  it('asks whether a service lives where it asks whether it is ready, unless told otherwise', () => {
    const liveness = (service: JsonObject) =>
      createDeclaredServices(
        read({
          services: { a: { command: ['x'], versions: [version], ...service } },
        })!.services,
      ).runSpec('component:default/a', version.artifact)?.liveness;
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

  it('finds a service by name or by entity ref, and merges variables', () => {
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
      services.runSpec('component:default/checkout', version.artifact),
    ).toEqual({
      command: ['node', 'server.mjs'],
      cwd: '/srv',
      env: { A: '1', B: 'version' },
      readiness: { path: '/', timeoutMs: 30_000 },
      liveness: { path: '/', everyMs: 3_000, timeoutMs: 2_000, failures: 3 },
    });
    expect(
      services.runSpec('component:other/checkout', version.artifact),
    ).toBeUndefined();
  });

  it.each<[JsonObject, RegExp[]]>([
    [{}, []],
    [{ port: 7100, readyTimeout: '1m', env: { A: 'b' } }, []],
    [{ port: 'x', prot: 1 }, [/^port: /, /^unknown key 'prot'/]],
    [{ readyTimeout: 'x' }, [/^readyTimeout: expected a duration/]],
    [
      { port: 22 },
      [
        /^port: 22 is not a port that a service may choose: expected one from 1024 to 65535/,
      ],
    ],
    [{ port: 1023 }, [/^port: 1023 is not a port/]],
    [{ port: 1024 }, []],
    [{ port: 65536 }, [/^port: 65536 is not a port/]],
    [{ port: 7100.5 }, [/^port: /]],
  ])('validates the settings of a place: %j', (settings, expected) => {
    const mistakes = validatePlaceSettings(settings);
    expect(mistakes).toHaveLength(expected.length);
    expected.forEach((pattern, index) =>
      expect(mistakes[index]).toMatch(pattern),
    );
  });
});
