import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type {
  RegisterVersionRequest,
  Version,
} from '@slipway/backstage-plugin-deployments-common';
import type {
  CommitSource,
  ListCommitsRequest,
  ListedCommits,
} from '@slipway/backstage-plugin-deployments-node';
import type { Knex } from 'knex';
import { TestTarget } from './__testUtils__/TestTarget';
import {
  ALICE,
  createTestPortal,
  ENTITY,
  SERVICE,
} from './__testUtils__/testPortal';
import { createVersionService } from './createVersionService';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

const day = (number: number) => `2026-03-0${number}T10:00:00.000Z`;
const listed = (number: number): RegisterVersionRequest => ({
  name: `1.${number}.0`,
  artifact: `sha256:${number}`,
  createdAt: day(number),
  commits: [{ id: `c${number}` }],
});

describe.each(databases.eachSupportedId())(
  'the commits of versions that a source lists, over %s',
  databaseId => {
    let knex: Knex;

    beforeEach(async () => {
      knex = await databases.init(databaseId);
    });
    afterEach(() => knex.destroy());

    async function list(
      versions: RegisterVersionRequest[],
      sources: (CommitSource | CommitSource['list'])[],
      registered: RegisterVersionRequest[] = [],
    ): Promise<{ byName: Record<string, Version>; warnings: string[] }> {
      const portal = await createTestPortal({ knex, target: new TestTarget() });
      const service = createVersionService({
        ...portal.options,
        ...portal.runnerDeps,
        sources: [{ id: 'registry', list: async () => versions }],
        commitSources: sources.map((source, index) =>
          typeof source === 'function'
            ? { id: `git${index}`, list: source }
            : source,
        ),
        logger: mockServices.logger.mock(),
      });
      for (const version of registered) {
        await service.register(SERVICE, version, ALICE);
      }
      const { items, warnings } = await service.list(SERVICE, { limit: 100 });
      return {
        byName: Object.fromEntries(items.map(item => [item.name, item])),
        warnings,
      };
    }

    it('are read since the version before, whichever order the source lists them in', async () => {
      const asked: ListCommitsRequest[] = [];
      const { byName, warnings } = await list(
        [listed(3), listed(1), listed(2)],
        [
          async request => {
            asked.push(request);
            return {
              commits: [
                { id: request.commit, message: `Newest of ${request.commit}` },
                { id: `${request.commit}-older`, author: 'ana' },
              ],
              changeUrl: `https://git.example.com/${request.commit}`,
            };
          },
        ],
      );
      expect(warnings).toEqual([]);
      expect(
        asked.map(({ commit, previous }) => [commit, previous]).sort(),
      ).toEqual([
        ['c1', undefined],
        ['c2', 'c1'],
        ['c3', 'c2'],
      ]);
      expect(asked[0]).toMatchObject({ service: SERVICE, entity: ENTITY });
      expect(byName['1.3.0']).toMatchObject({
        source: 'registry',
        changeUrl: 'https://git.example.com/c3',
        commits: [
          { id: 'c3', message: 'Newest of c3' },
          { id: 'c3-older', author: 'ana' },
        ],
      });
    });

    it('start after the commit that the newest older version was built from', async () => {
      const previous: (string | undefined)[] = [];
      await list(
        [listed(4)],
        [
          async request => {
            previous.push(request.previous);
            return undefined;
          },
        ],
        [
          {
            ...listed(2),
            // A rebased commit keeps its author time.
            commits: [
              { id: 'rebased', authoredAt: day(1) },
              { id: 'its base', authoredAt: day(2) },
            ],
          },
          { name: 'adopted', artifact: 'x', createdAt: day(3) },
          listed(5),
        ],
      );
      expect(previous).toEqual(['rebased']);
    });

    it.each<[string, string, ListedCommits['commits'], string]>([
      [
        'a pull request was rebased, so that its last commit has an older author time than its base',
        'c1',
        [
          { id: 'c1', authoredAt: day(1) },
          { id: 'base', authoredAt: day(2) },
        ],
        'c1',
      ],
      [
        'the commit source leaves out the merge that the version was built from',
        'c1',
        [{ id: 'merged', authoredAt: day(2) }],
        'c1',
      ],
      [
        'the version source abbreviates the commit',
        'abc1234',
        [{ id: 'abc1234f00', authoredAt: day(1) }],
        'abc1234f00',
      ],
    ])(
      'keep the commit that a version was built from if %s',
      async (_, builtFrom, commits, commitId) => {
        const asked: ListCommitsRequest[] = [];
        const source: CommitSource['list'] = async request => {
          asked.push(request);
          return { commits };
        };
        const first = { ...listed(1), commits: [{ id: builtFrom }] };
        const { byName } = await list([first], [source]);
        expect(byName['1.1.0']).toMatchObject({ commitId, commits });
        await list([first, listed(2)], [source]);
        expect(asked[1]).toMatchObject({ commit: 'c2', previous: commitId });
      },
    );

    it('come from the first source that knows the code', async () => {
      const third = jest.fn();
      const { byName } = await list(
        [listed(1)],
        [
          async () => undefined,
          async () => ({ commits: [{ id: 'c1', message: 'second' }] }),
          third,
        ],
      );
      expect(byName['1.1.0']!.commits[0]).toMatchObject({ message: 'second' });
      expect(third).not.toHaveBeenCalled();
    });

    it.each<[string, CommitSource['list'], string]>([
      [
        'fails, without its token',
        async () => {
          throw new Error('GET https://u:hunter2@git.example.com: 500');
        },
        'git0: GET https://***@git.example.com: 500',
      ],
      [
        'returns what could not be registered',
        async () => ({ commits: [{ id: 'c1\u202e' }] }),
        'git0: commits/0/id must not contain U+202E',
      ],
    ])(
      'are only the one that it was built from if the source %s',
      async (_, source, reason) => {
        const { byName, warnings } = await list([listed(1)], [source]);
        expect(byName['1.1.0']!.commits).toMatchObject([{ id: 'c1' }]);
        expect(warnings).toEqual([
          expect.stringContaining(
            `The commits of 1.1.0 could not be read, so only the commit that each was built from is known: ${reason}`,
          ),
        ]);
      },
    );

    it('are only the one that it was built from if the sources do not respond in time together', async () => {
      const { byName, warnings } = await list(
        [listed(1)],
        [
          async () => {
            await new Promise(resolve => setTimeout(resolve, 50));
            return undefined;
          },
          () => new Promise(() => {}),
        ],
      );
      expect(byName['1.1.0']!.commits).toMatchObject([{ id: 'c1' }]);
      expect(warnings).toEqual([
        expect.stringContaining('git1: no response within 4 s'),
      ]);
    });

    it('keep the one that it was built from if nothing has changed since the version before', async () => {
      const { byName, warnings } = await list(
        [listed(1)],
        [async () => ({ commits: [] })],
      );
      expect(byName['1.1.0']!.commits).toMatchObject([{ id: 'c1' }]);
      expect(warnings).toEqual([]);
    });

    it('are not read if the version has more than an id, no commit, or is registered', async () => {
      const source = jest.fn();
      await list(
        [
          { ...listed(1), commits: [{ id: 'c1', message: 'Known' }] },
          { ...listed(2), commits: [{ id: 'a' }, { id: 'b' }] },
          { ...listed(3), commits: [] },
          listed(4),
        ],
        [source],
        [listed(4)],
      );
      expect(source).not.toHaveBeenCalled();
    });

    it('take a while for many versions: the newest come first, and the others with later requests', async () => {
      const versions = Array.from({ length: 9 }, (_, index) =>
        listed(index + 1),
      );
      let now = Date.now();
      const clock = jest.spyOn(Date, 'now').mockImplementation(() => now);
      const source: CommitSource['list'] = async ({ commit }) => {
        now += 3_000;
        return { commits: [{ id: commit, message: 'Read' }] };
      };
      const first = await list(versions, [source]);
      expect(Object.keys(first.byName).sort()).toEqual([
        ...['1.6.0', '1.7.0', '1.8.0', '1.9.0'],
      ]);
      expect(first.warnings).toEqual([
        expect.stringContaining(
          '5 older versions of the source registry are not shown yet',
        ),
      ]);
      await list(versions, [source]);
      const third = await list(versions, [source]);
      clock.mockRestore();
      expect(Object.keys(third.byName)).toHaveLength(9);
      expect(third.warnings).toEqual([]);
      expect(third.byName['1.1.0']!.commits[0]).toMatchObject({
        message: 'Read',
      });
    });
  },
);
