import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { TestDatabases } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import type { Knex } from 'knex';
import type { PgSessionKeeper } from '../../persistence/postgres/pgSession';
import { migrate } from '../../persistence/migrate';
import { readEvents } from '../../persistence/repositories/deploymentEvents';
import { listReplicas } from '../../persistence/ownership/replicaRows';
import { claim } from './claim';
import type { ClaimTask } from './__testUtils__/claimer';
import { createTestReplicas } from '../../application/__testUtils__/testReplicas';
import type { TestReplicas } from '../../application/__testUtils__/testReplicas';
import { TestTarget } from '../../application/__testUtils__/TestTarget';
import {
  ALICE,
  CONFIG,
  createTestPortal,
  expectReplay,
  SERVICE,
} from '../../application/__testUtils__/testPortal';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_15'] });
const onPostgres = databases.supports('POSTGRES_15') ? describe : describe.skip;

function withLease(lease: string): JsonObject {
  const deployments = CONFIG.deployments as JsonObject;
  return { deployments: { ...deployments, engine: { lease } } };
}
/** A lease so long that waiting for its end would fail the test. */
const LONG_LEASE = withLease('10m');
const SHORT_LEASE = withLease('5s');

/** Like a session behind a pooler that keeps no sessions. */
const POLLING: PgSessionKeeper = {
  mode: 'polling',
  session: undefined,
  subscribe: () => () => {},
  listen: () => () => {},
  listenRaw: () => () => {},
  start: async () => {},
  stop: async () => {},
};

/** Blocks the first call of an effect until it is released. Later calls pass. */
function holdFirst(target: TestTarget, effect: string) {
  let release = () => {};
  const held = new Promise<void>(resolve => {
    release = resolve;
  });
  const hold = { isHeld: false, release: () => release() };
  target.before = async ({ name }) => {
    if (name === effect && !hold.isHeld) {
      hold.isHeld = true;
      await held;
    }
  };
  return hold;
}

onPostgres('replicas on PostgreSQL', () => {
  let knex: Knex;
  let replicas: TestReplicas;
  let target: TestTarget;
  const processes: ChildProcess[] = [];

  /** Claims a deployment in a separate process, which then only renews its lease. */
  function claimInProcess(task: Omit<ClaimTask, 'connection'>) {
    const connection: object = knex.client.connectionSettings;
    const child = spawn(
      process.execPath,
      [
        '--require',
        require.resolve('@backstage/cli/config/nodeTransform.cjs'),
        require.resolve('./__testUtils__/claimer'),
      ],
      {
        env: {
          ...process.env,
          NODE_OPTIONS: '',
          CLAIM: JSON.stringify({ ...task, connection }),
        },
      },
    );
    processes.push(child);
    const claimer = { child, said: '' };
    child.stdout.on('data', data => {
      claimer.said += data;
    });
    return claimer;
  }

  beforeEach(async () => {
    knex = await databases.init('POSTGRES_15');
    await migrate(knex);
    replicas = createTestReplicas(knex);
    target = new TestTarget();
  });
  afterEach(async () => {
    processes.splice(0).forEach(child => child.kill('SIGKILL'));
    target.before = () => {};
    await replicas.stop();
    await expectReplay(knex);
    await knex.destroy();
  });

  async function readOwner(id: string): Promise<string | null> {
    return (await knex('deployments').where({ id }).first()).owner;
  }

  function expectNothingTwice(): void {
    const done = target.effects.filter(({ repeated }) => !repeated);
    const keys = done.map(({ key }) => key);
    expect(keys).toEqual([...new Set(keys)]);
    const fences = target.effects.map(({ fence }) => fence);
    expect(fences).toEqual([...fences].sort((a, b) => a - b));
    expect(target.instances(SERVICE, 'production')).toHaveLength(1);
  }

  it('takes over from a replica that is cut off from the database without waiting for its lease', async () => {
    const options = { target, config: LONG_LEASE };
    const first = await replicas.add(options);
    const second = await replicas.add(options);
    await first.engine.start();
    const hold = holdFirst(target, 'apply');
    const id = await first.deploy(await first.version('1.0.0'));
    await first.until(id, () => hold.isHeld);
    const owner = await readOwner(id);
    expect((await replicas.listed()).map(it => it.owner)).toEqual([owner]);

    await second.engine.start();
    await first.cutOff();
    const ended = await second.untilEnded(id);

    expect(ended).toMatchObject({ status: 'succeeded', fence: 2 });
    expect(second.totals().recoveries).toEqual({ lock: 1, lease: 0 });
    const { length } = await readEvents(knex, id);
    // The old owner's call ends last, under the old fence: it changes neither the environment nor the rows.
    hold.release();
    await first.rejoin();
    await second.until(id, () => first.session?.mode === 'session');
    expect(await readEvents(knex, id)).toHaveLength(length);
    expect(target.effects.filter(({ fence }) => fence === 1)).toEqual([]);
    expectNothingTwice();
  });

  it('takes over from a replica whose session has ended, which then registers under a new identity', async () => {
    const options = { target, config: LONG_LEASE };
    const first = await replicas.add(options);
    await first.engine.start();
    const hold = holdFirst(target, 'setTraffic');
    const id = await first.deploy(await first.version('1.0.0'));
    await first.until(id, () => hold.isHeld);
    const owner = await readOwner(id);

    await first.endSession();
    const ended = await first.untilEnded(id);
    hold.release();

    expect(ended).toMatchObject({ status: 'succeeded', fence: 2 });
    const listed = await replicas.listed();
    expect(
      listed.map(it => ({ isOld: it.owner === owner, holds: it.holdsLock })),
    ).toEqual([
      { isOld: false, holds: true },
      { isOld: true, holds: false },
    ]);
    expectNothingTwice();
  });

  it('fences a frozen owner off from both the rows and the environment', async () => {
    let isFrozen = false;
    let thaw = () => {};
    const thawed = new Promise<void>(resolve => {
      thaw = resolve;
    });
    const first = await replicas.add({
      target,
      config: SHORT_LEASE,
      // Its session and its lock live on, so only its lease shows that it is frozen.
      wrap: database => ({
        ...database,
        transaction: async work => {
          if (isFrozen) {
            await thawed;
          }
          return database.transaction(work);
        },
      }),
    });
    const second = await replicas.add({ target, config: SHORT_LEASE });
    await first.engine.start();
    const hold = holdFirst(target, 'setTraffic');
    const refused: number[] = [];
    const id = await first.deploy(await first.version('1.0.0'));
    await first.until(id, () => hold.isHeld);
    isFrozen = true;

    await second.engine.start();
    await second.until(id, ({ fence }) => fence === 2, 'taken over');
    const ended = await second.untilEnded(id);
    expect(ended.status).toBe('succeeded');
    expect(second.totals().recoveries).toEqual({ lock: 0, lease: 1 });
    const { length } = await readEvents(knex, id);

    // Its call finally arrives, and its heartbeat finds that another replica has the lease.
    target.refused = ({ fence }) => refused.push(fence);
    hold.release();
    await second.until(id, () => refused.length > 0, 'refused');
    thaw();
    isFrozen = false;
    expect(refused).toEqual([1]);
    await second.until(id, () => true);
    expect(await readEvents(knex, id)).toHaveLength(length);
    expectNothingTwice();
  });

  it('waits for the old owner’s call if the target cannot tell owners apart', async () => {
    target.capabilities = target.capabilities.filter(it => it !== 'fence');
    const options = { target, config: SHORT_LEASE };
    const first = await replicas.add(options);
    const second = await replicas.add(options);
    const hold = holdFirst(target, 'setTraffic');
    await first.engine.start();
    const id = await first.deploy(await first.version('1.0.0'));
    await first.until(id, () => hold.isHeld);
    const { lease_until: leaseUntil } = await knex('deployments')
      .where({ id })
      .first();

    await second.engine.start();
    await first.cutOff();
    await second.until(id, ({ fence }) => fence === 2, 'taken over');

    const claimed = (await readEvents(knex, id)).find(
      ({ type }) => type === 'claimed',
    );
    expect(claimed?.at).toBeGreaterThan(Number(leaseUntil));
    hold.release();
    expect((await second.untilEnded(id)).status).toBe('succeeded');
  });

  it('takes over from a killed process', async () => {
    const survivor = await replicas.add({ target, config: LONG_LEASE });
    const id = await survivor.deploy(await survivor.version('1.0.0'));
    const killed = claimInProcess({ id, leaseMs: 600_000 });
    await survivor.until(id, () => killed.said.includes('claimed'), 'claimed');
    await survivor.engine.start();
    killed.child.kill('SIGKILL');
    expect((await survivor.untilEnded(id)).status).toBe('succeeded');
    expect(survivor.totals().recoveries).toEqual({ lock: 1, lease: 0 });
  });

  it('takes over from a frozen process when its lease expires, which that process notices when it resumes', async () => {
    const survivor = await replicas.add({ target, config: LONG_LEASE });
    const id = await survivor.deploy(await survivor.version('1.0.0'));
    const frozen = claimInProcess({ id, leaseMs: 3_000 });
    await survivor.until(id, () => frozen.said.includes('claimed'), 'claimed');
    frozen.child.kill('SIGSTOP');
    await survivor.engine.start();
    expect((await survivor.untilEnded(id)).status).toBe('succeeded');
    expect(survivor.totals().recoveries).toEqual({ lock: 0, lease: 1 });
    expect((await replicas.listed()).map(it => it.holdsLock)).toEqual([
      true,
      true,
    ]);
    frozen.child.kill('SIGCONT');
    await survivor.until(id, () => frozen.said.includes('lost'), 'lost');
  });

  it('lets only one of two replicas claim a deployment', async () => {
    const options = { target, config: LONG_LEASE };
    const first = await replicas.add(options);
    const second = await replicas.add(options);
    const id = await first.deploy(await first.version('1.0.0'));
    const results = await Promise.all(
      [first, second, first, second].map(({ runnerDeps }) =>
        claim(runnerDeps, id),
      ),
    );
    const owners = results.flatMap(it =>
      it.result === 'claimed' ? [it.claim.identity.owner] : [],
    );
    expect(new Set(owners).size).toBe(1);
    expect(results).toContainEqual({ result: 'not-ours', why: 'owned' });
  });

  it('reclaims nothing when all replicas lose their sessions together: each continues its own deployments', async () => {
    const options = { target, config: LONG_LEASE, graceMs: 60_000 };
    const first = await replicas.add(options);
    const second = await replicas.add(options);
    const hold = holdFirst(target, 'apply');
    await first.engine.start();
    await second.engine.start();
    const id = await first.deploy(await first.version('1.0.0'));
    await first.until(id, () => hold.isHeld);

    await replicas.endAllConnections();
    const onlooker = await createTestPortal({ knex, target });
    const ended = await onlooker.untilEnded(id);
    hold.release();

    expect(ended.status).toBe('succeeded');
    for (const { totals } of [first, second]) {
      expect(totals().recoveries).toEqual({ lock: 0, lease: 0 });
    }
    const alive = (await replicas.listed()).filter(it => it.holdsLock);
    expect(alive).toHaveLength(2);
    expectNothingTwice();
  });

  it('reclaims immediately after an outage of its own session, because the locks of others have survived', async () => {
    const options = { target, config: LONG_LEASE, graceMs: 600_000 };
    const [first, second, third] = [
      await replicas.add(options),
      await replicas.add(options),
      await replicas.add(options),
    ];
    const hold = holdFirst(target, 'apply');
    await first.engine.start();
    const id = await first.deploy(await first.version('1.0.0'));
    await first.until(id, () => hold.isHeld);
    await third.engine.start();
    await second.engine.start();
    const { pid } = second.session!.session!;
    await second.endSession();
    const isBack = () => {
      const now = second.session?.session?.pid;
      return now !== undefined && now !== pid;
    };
    await third.until(id, isBack, 'back');
    await third.engine.stop();

    await first.cutOff();
    const ended = await second.untilEnded(id);
    hold.release();
    expect(ended.status).toBe('succeeded');
    expect(second.totals().recoveries).toEqual({ lock: 1, lease: 0 });
  });

  it('takes over when the lease expires if there are no session locks', async () => {
    const options = { target, config: SHORT_LEASE, replica: POLLING };
    const first = await replicas.add(options);
    const second = await replicas.add(options);
    const hold = holdFirst(target, 'apply');
    await first.engine.start();
    const id = await first.deploy(await first.version('1.0.0'));
    await first.until(id, () => hold.isHeld);
    expect(await replicas.listed()).toEqual([
      expect.not.objectContaining({ advisoryKey: expect.anything() }),
    ]);

    await second.engine.start();
    await first.cutOff();
    const ended = await second.untilEnded(id);
    hold.release();

    expect(ended).toMatchObject({ status: 'succeeded', fence: 2 });
    const { lease } = second.totals().recoveries;
    expect(lease).toBe(1);
    expectNothingTwice();
  });

  it('releases its deployments and deregisters when it is stopped', async () => {
    const options = { target, config: LONG_LEASE };
    const first = await replicas.add(options);
    const second = await replicas.add(options);
    const hold = holdFirst(target, 'setTraffic');
    await first.engine.start();
    const id = await first.deploy(await first.version('1.0.0'));
    await first.until(id, () => hold.isHeld);
    await second.engine.start();

    await first.engine.stop();
    expect(await replicas.listed()).toHaveLength(1);
    const ended = await second.untilEnded(id);
    hold.release();

    expect(ended).toMatchObject({ status: 'succeeded', fence: 2 });
    expect(second.totals().recoveries).toEqual({ lock: 0, lease: 0 });
    expectNothingTwice();
  });

  it('acts immediately on a command that another replica receives', async () => {
    const options = { target, config: LONG_LEASE };
    const first = await replicas.add(options);
    const second = await replicas.add(options);
    await first.engine.start();
    await second.session?.start();
    // The call ends only when aborted, so the command has to reach the replica that waits for it.
    let isCalled = false;
    target.before = ({ name }, signal) =>
      name === 'setTraffic' && !isCalled
        ? new Promise((_resolve, reject) => {
            isCalled = true;
            signal.addEventListener('abort', () => reject(signal.reason));
          })
        : undefined;
    const id = await first.deploy(await first.version('1.0.0'));
    await first.until(id, () => isCalled);

    const notified: number[] = [];
    first.engine.reads.subscribe(id, () => notified.push(1));
    await second.engine.service.command(
      id,
      { type: 'cancel', commandId: 'c1', reason: 'no' },
      ALICE,
    );
    expect(await first.untilEnded(id)).toMatchObject({
      status: 'rolled_back',
      cause: 'cancel',
    });
    expect(notified.length).toBeGreaterThan(0);
  });

  it('publishes changes of one replica to followers on another', async () => {
    const options = { target, config: LONG_LEASE };
    const first = await replicas.add(options);
    const second = await replicas.add(options);
    await first.engine.start();
    await second.engine.start();
    await second.queue.stop();
    const id = await first.deploy(await first.version('1.0.0'));
    const seen = new Set<string>();
    let misses = 0;
    second.engine.reads.subscribe(id, change => {
      if (change.what === 'missed') {
        misses += 1;
      } else {
        seen.add(`${change.deploymentId} ${change.what}`);
      }
    });
    await first.untilEnded(id);
    await second.until(id, () => seen.size >= 2, 'told of');
    expect([...seen].sort()).toEqual([`${id} events`, `${id} measurements`]);

    expect(misses).toBe(0);
    await second.endSession();
    await second.until(id, () => misses > 0, 'told to look again');
  });

  it('lets each of many simultaneous requests see the ones before it', async () => {
    const { environments, ...rest } = CONFIG.deployments as JsonObject;
    const config = {
      deployments: {
        ...rest,
        environments: {
          ...(environments as JsonObject),
          production: {
            tier: 'production',
            target: { provider: 'test' },
            concurrency: 'refuse',
          },
        },
      },
    };
    const all = await Promise.all(
      [1, 2, 3].map(() => replicas.add({ target, config })),
    );
    const version = await all[0].version('1.0.0');
    const requested = await Promise.allSettled(
      [...all, ...all].map(replica => replica.deploy(version)),
    );
    const refused = requested.flatMap(it =>
      it.status === 'rejected' ? [it.reason.name] : [],
    );
    expect(refused).toEqual(Array(5).fill('ConflictError'));
  });

  it('keeps two installations in schemas of one database apart', async () => {
    const one = await replicas.add({ target, config: LONG_LEASE });
    await knex.raw('create schema other');
    const other = await replicas.add({
      target: new TestTarget(),
      config: LONG_LEASE,
      schema: 'other',
    });
    const hold = holdFirst(target, 'apply');
    await one.engine.start();
    await other.engine.start();
    const id = await one.deploy(await one.version('1.0.0'));
    await one.until(id, () => hold.isHeld);
    const notified: unknown[] = [];
    other.engine.reads.subscribe(undefined, change => notified.push(change));

    const listed = await replicas.listed();
    expect(listed).toMatchObject([{ holdsLock: true }]);
    expect(await listReplicas(other.database.knex)).toMatchObject([
      { holdsLock: true },
    ]);
    await one.cutOff();
    hold.release();
    await other.untilEnded(await other.deploy(await other.version('2.0.0')));
    expect(other.totals().recoveries).toEqual({ lock: 0, lease: 0 });
    expect(await readOwner(id)).toBe(listed[0].owner);
    expect(JSON.stringify(notified)).not.toContain(id);
  });

  it('wakes queued deployments when the lock owner ends on another replica', async () => {
    const options = { target, config: LONG_LEASE };
    const first = await replicas.add(options);
    const second = await replicas.add(options);
    const hold = holdFirst(target, 'apply');
    await first.engine.start();
    const before = await first.deploy(await first.version('1.0.0'));
    await first.until(before, () => hold.isHeld);
    await second.engine.start();
    const after = await second.deploy(await second.version('2.0.0'));
    await second.until(after, ({ blockers }) =>
      blockers.some(({ kind }) => kind === 'slot'),
    );
    hold.release();
    expect(await second.untilEnded(after)).toMatchObject({
      status: 'succeeded',
    });
  });
});
