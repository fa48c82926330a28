import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { VersionSource } from '@slipway/backstage-plugin-deployments-node';
import { TestTarget } from './__testUtils__/TestTarget';
import { createTestPortal, ENTITY, SERVICE } from './__testUtils__/testPortal';
import { createVersionService } from './createVersionService';
import type { VersionDeps } from './createVersionService';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

describe('versions that a source lists', () => {
  async function listWith(
    list: VersionSource['list'],
    service: string = SERVICE,
    more: Partial<VersionDeps> = {},
  ) {
    const knex = await databases.init('SQLITE_3');
    const portal = await createTestPortal({ knex, target: new TestTarget() });
    const { items, warnings } = await createVersionService({
      ...portal.options,
      ...portal.runnerDeps,
      sources: [{ id: 'registry', list }],
      logger: mockServices.logger.mock(),
      ...more,
    }).list(service, { limit: 10 });
    await knex.destroy();
    return { names: items.map(({ name }) => name), warnings };
  }

  it('are skipped with a warning if they could not be told apart', async () => {
    const { names, warnings } = await listWith(async () => [
      { name: '1.4.2', artifact: 'a' },
      { name: '1.4.2\u202e', artifact: 'b' },
      { name: '1.4.3', artifact: 'c', changeUrl: 'https://u:pw@git.example/7' },
    ]);
    expect(names).toEqual(['1.4.2']);
    expect(warnings).toEqual([
      expect.stringContaining('name must not contain U+202E'),
      expect.stringContaining('changeUrl must be'),
    ]);
    expect(JSON.stringify(warnings)).not.toContain('pw');
  });

  it('can depend on the service’s entity', async () => {
    const { names } = await listWith(async (service, { entity }) => [
      { name: entity.metadata.name, artifact: service },
    ]);
    expect(names).toEqual([ENTITY.metadata.name]);
  });

  it('are missing with a warning if the service is not in the catalog', async () => {
    const { warnings } = await listWith(
      async () => [],
      'component:default/gone',
    );
    expect(warnings).toEqual([
      'component:default/gone is not in the catalog, so its version sources were not read',
    ]);
  });

  it('are missing with a warning if the catalog is not available', async () => {
    const { warnings } = await listWith(async () => [], SERVICE, {
      catalog: {
        getEntityByRef: async () => {
          throw new Error('connect ECONNREFUSED');
        },
      },
    });
    expect(warnings).toEqual([
      'The version sources were not read, because the catalog is not available',
    ]);
  });

  it('are missing with a warning that does not contain the registry’s password', async () => {
    const { warnings } = await listWith(async () => {
      throw new Error('GET https://u:hunter2@registry.example/v2: 401');
    });
    expect(warnings).toEqual([
      'The version source registry could not be read: GET https://***@registry.example/v2: 401',
    ]);
  });

  it('come with the source’s own warnings, without secrets', async () => {
    const { names, warnings } = await listWith(async (_, { warn }) => {
      warn?.('1.4.3 was moved; see https://u:hunter2@registry.example/v2');
      return [{ name: '1.4.2', artifact: 'a' }];
    });
    expect(names).toEqual(['1.4.2']);
    expect(warnings).toEqual([
      '1.4.3 was moved; see https://***@registry.example/v2',
    ]);
  });

  it('never give a registered name to another artifact, because its tag may have been moved', async () => {
    const { names, warnings } = await listWith(async () => [
      { name: '1.4.2', artifact: 'a' },
      { name: '1.4.2', artifact: 'b' },
      { name: '1.4.3', artifact: 'c' },
    ]);
    expect(names.sort()).toEqual(['1.4.2', '1.4.3']);
    expect(warnings).toEqual([
      expect.stringContaining(
        'The source registry lists 1.4.2 with another artifact',
      ),
    ]);
  });
});
