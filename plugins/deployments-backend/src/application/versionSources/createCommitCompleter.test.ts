import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { RegisterVersionRequest } from '@slipway/backstage-plugin-deployments-common';
import type { CommitSource } from '@slipway/backstage-plugin-deployments-node';
import { TestTarget } from '../__testUtils__/TestTarget';
import { createTestPortal, SERVICE } from '../__testUtils__/testPortal';
import { createVersionService } from '../createVersionService';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

const listed = (number: number): RegisterVersionRequest => ({
  name: `1.${number}.0`,
  artifact: `sha256:${number}`,
  createdAt: `2026-03-0${number}T10:00:00.000Z`,
  commits: [{ id: `c${number}` }],
});
const answer: CommitSource['list'] = async ({ commit, previous }) => ({
  commits: [
    { id: commit, message: `Since ${previous}` },
    { id: `${commit}-older` },
  ],
  changeUrl: 'https://git.example.com/7',
});
const fail: CommitSource['list'] = async () => {
  throw new Error('the server is down');
};

describe.each(databases.eachSupportedId())(
  'commits that could not be read, over %s',
  databaseId => {
    async function start(versions: RegisterVersionRequest[]) {
      const knex = await databases.init(databaseId);
      const portal = await createTestPortal({ knex, target: new TestTarget() });
      const source = jest.fn(fail);
      const create = () =>
        createVersionService({
          ...portal.options,
          ...portal.runnerDeps,
          sources: [{ id: 'registry', list: async () => versions }],
          commitSources: [{ id: 'git', list: source }],
          logger: mockServices.logger.mock(),
        });
      let service = create();
      let listedAt = Date.now();
      return {
        source,
        /** After a moment, so that the list is not cached. */
        async list() {
          listedAt += 10_000;
          const clock = jest.spyOn(Date, 'now').mockReturnValue(listedAt);
          const { items, warnings } = await service.list(SERVICE, {
            limit: 100,
          });
          clock.mockRestore();
          return { items, warnings };
        },
        /** Makes the registered versions older. */
        age: (ms: number) => knex('versions').decrement('registered_at', ms),
        restart() {
          service = create();
        },
        close: () => knex.destroy(),
      };
    }

    it('are read again with a later list', async () => {
      const { list, source, age, close } = await start([listed(2), listed(1)]);
      expect((await list()).warnings).toHaveLength(1);
      expect(source).toHaveBeenCalledTimes(2);
      source.mockImplementation(answer);
      await list();
      // Not within the first minute.
      expect(source).toHaveBeenCalledTimes(2);
      await age(61_000);
      const { items, warnings } = await list();
      expect(warnings).toEqual([]);
      expect(items).toMatchObject([
        {
          changeUrl: 'https://git.example.com/7',
          commits: [{ id: 'c2', message: 'Since c1' }, { id: 'c2-older' }],
        },
        { commits: [{ id: 'c1' }, { id: 'c1-older' }] },
      ]);
      await list();
      expect(source).toHaveBeenCalledTimes(4);
      await close();
    });

    it('leave the commit that the version was built from as it is, whatever the author times say', async () => {
      const { list, source, age, close } = await start([listed(2), listed(1)]);
      await list();
      source.mockImplementation(async ({ commit }) => ({
        commits: [
          { id: commit, authoredAt: '2026-03-01T10:00:00Z' },
          { id: `${commit}-base`, authoredAt: '2026-03-02T10:00:00Z' },
        ],
      }));
      await age(61_000);
      const { items } = await list();
      expect(items.map(({ commitId }) => commitId)).toEqual(['c2', 'c1']);
      const asked = source.mock.calls.slice(2).map(([request]) => request);
      expect(asked.map(({ commit, previous }) => [commit, previous])).toEqual(
        expect.arrayContaining([
          ['c2', 'c1'],
          ['c1', undefined],
        ]),
      );
      await close();
    });

    it('are read at most once a minute, with a warning', async () => {
      const { list, source, age, close } = await start([listed(1)]);
      await list();
      await age(61_000);
      expect((await list()).warnings).toEqual([
        expect.stringContaining('The commits of 1.1.0 could not be read'),
      ]);
      await list();
      expect(source).toHaveBeenCalledTimes(2);
      await close();
    });

    it('are read again for five versions at a time, the newest first', async () => {
      const { list, source, age, restart, close } = await start(
        [7, 6, 5, 4, 3, 2, 1].map(listed),
      );
      await list();
      await age(61_000);
      source.mockClear();
      await list();
      expect(source.mock.calls.map(([{ commit }]) => commit).sort()).toEqual([
        ...['c3', 'c4', 'c5', 'c6', 'c7'],
      ]);
      await age(24 * 3_600_000);
      restart();
      source.mockClear();
      await list();
      expect(source).not.toHaveBeenCalled();
      await close();
    });

    it('are not asked for again if the source knows no more', async () => {
      const { list, source, age, close } = await start([listed(1)]);
      await list();
      source.mockImplementation(async () => ({ commits: [] }));
      await age(61_000);
      const { items } = await list();
      await age(61_000);
      await list();
      expect(items).toMatchObject([{ commits: [{ id: 'c1' }] }]);
      expect(source).toHaveBeenCalledTimes(2);
      await close();
    });
  },
);
