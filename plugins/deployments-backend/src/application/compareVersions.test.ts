import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { createVersionService } from './createVersionService';
import { TestTarget } from './__testUtils__/TestTarget';
import { createTestPortal } from './__testUtils__/testPortal';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

describe.each(databases.eachSupportedId())(
  'the comparison of versions of several services over %s',
  databaseId => {
    async function createVersions() {
      const knex = await databases.init(databaseId);
      const portal = await createTestPortal({ knex, target: new TestTarget() });
      const versions = createVersionService({
        ...portal.options,
        ...portal.runnerDeps,
        sources: [],
        logger: mockServices.logger.mock(),
      });
      const caller = {
        principal: { principal: 'user:default/ana', via: 'api' },
      } as any;
      const register = async (
        service: string,
        name: string,
        createdAt: string,
      ) =>
        (
          await versions.register(
            service,
            {
              name,
              artifact: `sha256:${name}`,
              createdAt,
              commits: [{ id: `${service}-${name}` }],
              changeUrl: `https://git.example.com/${name}`,
            },
            caller,
          )
        ).version;
      return { knex, versions, register, caller };
    }

    it('gives each service its own commits, in the order of the pairs, although artifacts have the same names', async () => {
      const { versions, register } = await createVersions();
      const ids = (diff: { commits: { id: string }[] }) =>
        diff.commits.map(({ id }) => id);
      const a1 = await register(
        'component:default/a',
        '1',
        '2026-03-01T10:00:00Z',
      );
      await register('component:default/a', '2', '2026-03-02T10:00:00Z');
      const a3 = await register(
        'component:default/a',
        '3',
        '2026-03-03T10:00:00Z',
      );
      const b1 = await register(
        'component:default/b',
        '1',
        '2026-03-02T00:00:00Z',
      );
      const b2 = await register(
        'component:default/b',
        '2',
        '2026-03-05T00:00:00Z',
      );
      const [a, b] = await versions.compare([
        { service: 'component:default/a', from: a1, to: a3 },
        { service: 'component:default/b', from: b2, to: b1 },
      ]);
      expect(a.diff).toMatchObject({
        direction: 'forward',
        apartMs: 2 * 86_400_000,
        from: { name: '1' },
        to: { name: '3' },
        changeUrls: ['https://git.example.com/3', 'https://git.example.com/2'],
      });
      expect(ids(a.diff)).toEqual([
        'component:default/a-3',
        'component:default/a-2',
      ]);
      expect(b.diff.direction).toBe('backward');
      expect(ids(b.diff)).toEqual(['component:default/b-2']);
    });

    it('tells first, unregistered and quarantined versions apart', async () => {
      const { versions, register, caller } = await createVersions();
      const service = 'component:default/a';
      const known = await register(service, '1', '2026-03-01T10:00:00Z');
      await versions.quarantine(service, known.id, 'Leaks memory', caller);
      const unknown = { id: 'x', name: 'x', artifact: 'sha256:x' };
      expect(await versions.compare([{ service, to: known }])).toEqual([
        {
          diff: expect.objectContaining({ direction: 'forward' }),
          quarantined: expect.objectContaining({ reason: 'Leaks memory' }),
        },
      ]);
      const [{ diff }] = await versions.compare([
        { service, from: known, to: unknown },
      ]);
      expect(diff).toEqual({
        from: expect.objectContaining({ name: '1' }),
        direction: 'unknown',
        commits: [],
      });
    });

    it('compares many services with a few statements', async () => {
      const { knex, versions, register } = await createVersions();
      const pairs = [];
      for (let n = 0; n < 45; n++) {
        const service = `component:default/s${n}`;
        pairs.push({
          service,
          from: await register(service, '1', '2026-03-01T10:00:00Z'),
          to: await register(service, '2', '2026-03-02T10:00:00Z'),
        });
      }
      let statements = 0;
      const count = () => statements++;
      knex.on('query', count);
      const compared = await versions.compare(pairs);
      knex.off('query', count);
      expect(
        compared.map(({ diff }) => diff.commits.map(({ id }) => id)),
      ).toEqual(pairs.map(({ service }) => [`${service}-2`]));
      expect(statements).toBeLessThan(10);
    });
  },
);
