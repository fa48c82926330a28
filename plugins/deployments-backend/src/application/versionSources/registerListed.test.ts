import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { RegisterVersionRequest } from '@slipway/backstage-plugin-deployments-common';
import type { CommitSource } from '@slipway/backstage-plugin-deployments-node';
import { TestTarget } from '../__testUtils__/TestTarget';
import { createTestPortal, SERVICE } from '../__testUtils__/testPortal';
import { createVersionService } from '../createVersionService';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

const timeless = (number: number): RegisterVersionRequest => ({
  name: `1.${number}.0`,
  artifact: `sha256:${number}`,
  commits: [{ id: `c${number}` }],
});

describe.each(databases.eachSupportedId())(
  'listed versions without a build time, over %s',
  databaseId => {
    async function createLister(
      versions: RegisterVersionRequest[],
      list: CommitSource['list'],
    ) {
      const knex = await databases.init(databaseId);
      const portal = await createTestPortal({ knex, target: new TestTarget() });
      const deps = {
        ...portal.options,
        ...portal.runnerDeps,
        sources: [{ id: 'registry', list: async () => versions }],
        commitSources: [{ id: 'git', list }],
        logger: mockServices.logger.mock(),
      };
      return {
        list: async () => {
          // A new service has no cached lists.
          const service = createVersionService(deps);
          const { items, warnings } = await service.list(SERVICE, {
            limit: 100,
          });
          return { names: items.map(({ name }) => name), warnings };
        },
        close: () => knex.destroy(),
      };
    }

    it('keep the order of the list, newest first, and each follows the one before', async () => {
      const previous: Record<string, string | undefined> = {};
      const { list, close } = await createLister(
        [9, 8, 7, 6, 5, 4, 3, 2, 1].map(timeless),
        async request => {
          previous[request.commit] = request.previous;
          // The first ones that are asked answer last.
          await new Promise(resolve => {
            setTimeout(resolve, 5 * Number(/\d+$/.exec(request.commit)?.[0]));
          });
          return undefined;
        },
      );
      expect((await list()).names).toEqual(
        [9, 8, 7, 6, 5, 4, 3, 2, 1].map(number => `1.${number}.0`),
      );
      expect(previous).toMatchObject({ c9: 'c8', c5: 'c4', c2: 'c1' });
      expect(previous.c1).toBeUndefined();
      await close();
    });

    it('keep it too if reading their commits takes several requests', async () => {
      let now = Date.now();
      const clock = jest.spyOn(Date, 'now').mockImplementation(() => now);
      const { list, close } = await createLister(
        [6, 5, 4, 3, 2, 1].map(timeless),
        async () => {
          now += 3_000;
          return undefined;
        },
      );
      const first = await list();
      expect(first.names).toEqual(['1.4.0', '1.3.0', '1.2.0', '1.1.0']);
      expect(first.warnings).toEqual([
        expect.stringContaining('2 more versions of the source registry'),
      ]);
      expect((await list()).names.slice(0, 3)).toEqual([
        ...['1.6.0', '1.5.0', '1.4.0'],
      ]);
      clock.mockRestore();
      await close();
    });
  },
);
