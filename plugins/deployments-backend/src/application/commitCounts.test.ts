import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { Version } from '@slipway/backstage-plugin-deployments-common';
import { createCommitCounts } from './commitCounts';
import { createVersionService } from './createVersionService';
import { TestTarget } from './__testUtils__/TestTarget';
import { createTestPortal, SERVICE } from './__testUtils__/testPortal';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

describe.each(databases.eachSupportedId())(
  'the distance between two versions over %s',
  databaseId => {
    async function registerThree() {
      const knex = await databases.init(databaseId);
      const portal = await createTestPortal({ knex, target: new TestTarget() });
      const service = createVersionService({
        ...portal.options,
        ...portal.runnerDeps,
        sources: [],
        logger: mockServices.logger.mock(),
      });
      const versions: Version[] = [];
      for (const [name, createdAt, commits] of [
        ['1.0.0', '2026-03-01T10:00:00Z', ['a']],
        ['1.1.0', '2026-03-02T10:00:00Z', ['b', 'c']],
        ['1.2.0', '2026-03-03T22:00:00Z', ['d']],
      ] as const) {
        const { version } = await service.register(
          SERVICE,
          {
            name,
            artifact: `sha256:${name}`,
            createdAt,
            commits: commits.map(id => ({
              id,
              ...(id === 'c' ? {} : { message: `Change ${id}\n\nBecause` }),
            })),
          },
          { principal: { principal: 'user:default/ana', via: 'api' } } as any,
        );
        versions.push(version);
      }
      const diff = jest.spyOn(service, 'diff');
      return { counts: createCommitCounts(service), versions, diff };
    }

    it('counts the commits of all versions between them, and the time', async () => {
      const { counts, versions, diff } = await registerThree();
      const [oldest, middle, newest] = versions;
      const apartMs = 60 * 3_600_000;
      const subjects = ['Change d', 'Change b'];
      expect(await counts.between(SERVICE, oldest, newest)).toEqual({
        direction: 'forward',
        commits: 3,
        subjects,
        apartMs,
      });
      expect(await counts.between(SERVICE, newest, oldest)).toEqual({
        direction: 'backward',
        commits: 3,
        subjects,
        apartMs,
      });
      expect(await counts.between(SERVICE, middle, newest)).toMatchObject({
        commits: 1,
      });
      diff.mockClear();
      await counts.between(SERVICE, oldest, newest);
      expect(diff).not.toHaveBeenCalled();
    });

    it('is unknown until both are registered, and read again then', async () => {
      const { counts, versions, diff } = await registerThree();
      const [oldest] = versions;
      const unknown = { id: 'v9', name: '9', artifact: 'sha256:9' };
      for (let time = 1; time <= 2; time += 1) {
        expect(await counts.between(SERVICE, oldest, unknown)).toMatchObject({
          direction: 'unknown',
        });
        expect(diff).toHaveBeenCalledTimes(time);
      }
    });
  },
);
