import { TestDatabases } from '@backstage/backend-test-utils';
import { TestTarget } from './__testUtils__/TestTarget';
import {
  createTestPortal,
  expectReplay,
  SERVICE,
} from './__testUtils__/testPortal';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

describe.each(databases.eachSupportedId())('the engine on %s', databaseId => {
  it('deploys a first version to production and then replaces it with a second one', async () => {
    const knex = await databases.init(databaseId);
    const target = new TestTarget();
    const portal = await createTestPortal({ knex, target });
    await portal.engine.start();
    const one = await portal.version('1.0.0');
    const two = await portal.version('2.0.0');

    const first = await portal.untilEnded(await portal.deploy(one));
    expect(first).toMatchObject({
      status: 'succeeded',
      verification: 'passed',
      mayHaveChanged: true,
    });
    expect(target.traffic(SERVICE, 'production')).toEqual({
      'sha256:1.0.0': 100,
    });
    expect(await portal.serviceEnvironment()).toMatchObject({
      current: { version: { name: '1.0.0' }, verification: 'passed' },
      lastKnownGood: { version: { name: '1.0.0' }, deploymentId: first.id },
    });
    expect((await portal.serviceEnvironment()).lockOwner).toBeUndefined();

    const second = await portal.untilEnded(await portal.deploy(two));
    expect(second).toMatchObject({
      status: 'succeeded',
      snapshot: { baseline: { name: '1.0.0' } },
    });
    expect(target.traffic(SERVICE, 'production')).toEqual({
      'sha256:2.0.0': 100,
    });
    await portal.engine.stop();
    await expectReplay(knex);
  });
});
