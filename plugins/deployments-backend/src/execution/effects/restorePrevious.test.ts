import { TestDatabases } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import {
  EffectError,
  type Observation,
} from '@slipway/backstage-plugin-deployments-node';
import type { Knex } from 'knex';
import { TestTarget } from '../../application/__testUtils__/TestTarget';
import type { RollbackStepResult } from '../../domain/deployment/commands';
import { migrate } from '../../persistence/migrate';
import { restorePrevious } from './restorePrevious';
import type { RollbackCall } from './rollbackCall';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

const TO = { id: 'v1', name: '1.0.0', artifact: 'sha256:1.0.0' };
const NEW = { id: 'v2', name: '2.0.0', artifact: 'sha256:2.0.0' };

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
  let knex: Knex;
  const target = () => {
    const created = new TestTarget();
    return {
      created,
      abort: jest.spyOn(created, 'abort'),
      apply: jest.spyOn(created, 'apply'),
    };
  };
  const restore = (
    created: TestTarget,
    seen: Observation | Error,
    overrides: {
      now?: number;
      handle?: JsonObject;
      kept?: JsonObject;
      to?: typeof TO | null;
    } = {},
  ) => {
    const { now = 0, handle, kept, to = TO } = overrides;
    return restorePrevious(knex, {
      state: {
        id: 'd',
        service: 'component:default/checkout',
        fence: 1,
        candidate: { id: 'new' },
        version: NEW,
        rollback: { ...(to ? { to } : {}), strategy: 'baseline' },
      },
      snapshot: {
        environment: { name: 'production', tier: 'production' },
        target: { provider: 'test', settings: {} },
      },
      target: created,
      observe: async () => {
        if (seen instanceof Error) throw seen;
        return seen;
      },
      step: {
        id: 'restore',
        title: 'Restore',
        attemptStartedAt: 0,
        ...(handle ? { handle } : {}),
        ...(kept ? { kept } : {}),
      },
      idempotencyKey: 'd/rollback:restore/1/1',
      now,
      scope: { deadline: 1e15, signal: AbortSignal.timeout(10_000) },
      log: { write: () => {} },
    } as unknown as RollbackCall);
  };
  const readHandle = (result: RollbackStepResult) =>
    result.state === 'running' ? result.handle : undefined;

  beforeEach(async () => {
    knex = await databases.init('SQLITE_3');
    await migrate(knex);
  });

  afterEach(() => knex.destroy());

  it('does not use the key of an abort for another effect when a new owner repeats it', async () => {
    const { created, abort, apply } = target();
    abort.mockResolvedValue(undefined);

    await restore(created, observe(true));
    // The first owner has died before it could store what it did, and the old pod misses a readiness probe.
    const decided = await restore(created, observe(false));
    await restore(created, observe(false), { handle: readHandle(decided)! });

    expect(abort).toHaveBeenCalledTimes(1);
    expect(apply).toHaveBeenCalledTimes(1);
    const keys = [abort, apply].map(
      ({ mock }) => mock.calls[0][0].idempotencyKey,
    );
    expect(new Set(keys).size).toBe(2);
  });

  it('deploys the version again if the target can’t tell what to restore', async () => {
    const { created, abort, apply } = target();
    abort.mockRejectedValue(
      new EffectError('No run of 1.0.0 is recorded.', {
        code: 'nothing_to_restore',
        retryable: false,
      }),
    );

    const decided = await restore(created, observe(true));
    const handle = readHandle(decided);
    expect(decided).toMatchObject({
      state: 'running',
      message: 'Deploying 1.0.0 again',
    });
    expect(apply).not.toHaveBeenCalled();
    // A new owner that repeats the next call deploys it, too, whatever it observes by then.
    await restore(created, observe(true), { ...(handle ? { handle } : {}) });
    await restore(created, observe(false), { ...(handle ? { handle } : {}) });
    expect(abort).toHaveBeenCalledTimes(1);
    expect(
      apply.mock.calls.map(([{ version, intent, idempotencyKey }]) => [
        version.artifact,
        intent,
        idempotencyKey,
      ]),
    ).toEqual([
      [TO.artifact, 'rollback', 'd/rollback:restore/1/4'],
      [TO.artifact, 'rollback', 'd/rollback:restore/1/4'],
    ]);
  });

  it('does not abort in an attempt after one that deployed the version', async () => {
    const { created, abort, apply } = target();
    await restore(created, observe(true), { kept: { deploys: true } });
    expect(abort).not.toHaveBeenCalled();
    expect(apply).toHaveBeenCalledTimes(1);
  });

  it('waits while what runs can’t be read', async () => {
    const { created, abort, apply } = target();
    abort.mockResolvedValue(undefined);
    for (const now of [0, 30_000, 90_000]) {
      expect(
        await restore(created, new Error('The cluster is away'), { now }),
      ).toMatchObject({
        state: 'running',
        message:
          "Waiting until the target shows only 1.0.0: what is running can't be read: The cluster is away",
      });
    }
    expect(apply).not.toHaveBeenCalled();
    expect(
      await restore(created, observe(true), { now: 91_000 }),
    ).toMatchObject({ state: 'succeeded' });
  });

  it('does not take a version that is not ready for restored', async () => {
    const { created } = target();
    jest.spyOn(created, 'poll').mockResolvedValue({ state: 'done' });
    const aborting = { handle: { abort: { id: 'abort' } } };
    expect(await restore(created, observe(false), aborting)).toMatchObject({
      state: 'running',
    });
    expect(await restore(created, observe(true), aborting)).toMatchObject({
      state: 'succeeded',
    });
  });

  it('deploys the version again if an abort did not restore it within a minute', async () => {
    const { created, abort, apply } = target();
    abort.mockResolvedValue(undefined);
    const [old] = observe(true).instances;
    const both: Observation = {
      at: 0,
      instances: [
        { ...old, weight: 50 },
        { ...old, id: 'other', artifact: NEW.artifact, weight: 50 },
      ],
    };

    const early = await restore(created, both, { now: 59_999 });
    expect(early).toMatchObject({
      message: expect.stringContaining(
        'Waiting until the target shows only 1.0.0: it reports',
      ),
    });
    const late = await restore(created, both, { now: 60_000 });
    expect(late).toMatchObject({ message: 'Deploying 1.0.0 again' });
    await restore(created, both, {
      now: 60_001,
      handle: readHandle(late)!,
    });
    expect(apply).toHaveBeenCalledTimes(1);
  });

  it('fails if no version ran before, and the target can’t stop this one', async () => {
    const { created, abort } = target();
    abort.mockRejectedValue(
      new EffectError('No workflow stops it.', {
        code: 'nothing_to_restore',
        retryable: false,
      }),
    );
    expect(await restore(created, observe(true), { to: null })).toEqual({
      state: 'failed',
      error: { code: 'nothing_to_restore', message: 'No workflow stops it.' },
      retryable: false,
    });
  });
});
