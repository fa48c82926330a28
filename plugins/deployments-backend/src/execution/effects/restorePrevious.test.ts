import { TestDatabases } from '@backstage/backend-test-utils';
import type { Observation } from '@slipway/backstage-plugin-deployments-node';
import { TestTarget } from '../../application/__testUtils__/TestTarget';
import { migrate } from '../../persistence/migrate';
import { restorePrevious } from './restorePrevious';
import type { RollbackCall } from './rollbackCall';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

const TO = { id: 'v1', name: '1.0.0', artifact: 'sha256:1.0.0' };

function observe(isReady: boolean): Observation {
  return {
    at: 0,
    instances: [
      {
        id: 'old',
        artifact: TO.artifact,
        versionName: TO.name,
        weight: 100,
        ready: isReady,
        since: 0,
      },
    ],
  };
}

describe('the step that restores the previous version', () => {
  it('does not use the key of an abort for another effect when a new owner repeats it', async () => {
    const knex = await databases.init('SQLITE_3');
    await migrate(knex);
    const target = new TestTarget();
    const abort = jest.spyOn(target, 'abort').mockResolvedValue(undefined);
    const apply = jest.spyOn(target, 'apply');
    const repeat = (isReady: boolean) =>
      restorePrevious(knex, {
        state: {
          id: 'd',
          service: 'component:default/checkout',
          fence: 1,
          candidate: { id: 'new' },
          version: { id: 'v2', name: '2.0.0', artifact: 'sha256:2.0.0' },
          rollback: { to: TO, strategy: 'baseline' },
        },
        snapshot: {
          environment: { name: 'production', tier: 'production' },
          target: { provider: 'test', settings: {} },
        },
        target,
        observe: async () => observe(isReady),
        step: { id: 'restore', title: 'Restore' },
        idempotencyKey: 'd/rollback:restore/1/1',
        now: 0,
        scope: { deadline: 1e15, signal: AbortSignal.timeout(10_000) },
        log: { write: () => {} },
      } as unknown as RollbackCall);

    await repeat(true);
    // The first owner has died before it could store what it did, and the old pod misses a readiness probe.
    await repeat(false);

    expect(abort).toHaveBeenCalledTimes(1);
    expect(apply).toHaveBeenCalledTimes(1);
    const keys = [abort, apply].map(
      ({ mock }) => mock.calls[0][0].idempotencyKey,
    );
    expect(new Set(keys).size).toBe(2);
    await knex.destroy();
  });
});
