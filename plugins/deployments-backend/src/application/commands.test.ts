import { TestDatabases } from '@backstage/backend-test-utils';
import type { CommandRequest } from '@slipway/backstage-plugin-deployments-common';
import type { Knex } from 'knex';
import { readEvents } from '../persistence/repositories/deploymentEvents';
import { TestTarget } from './__testUtils__/TestTarget';
import {
  ALICE,
  resolveCaller,
  CONFIG,
  createTestPortal,
  expectReplay,
  SERVICE,
} from './__testUtils__/testPortal';
import type { TestPortal } from './__testUtils__/testPortal';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });
const CAROL = resolveCaller('carol', ['group:default/release-managers']);

describe.each(databases.eachSupportedId())(
  "persons' commands on %s",
  databaseId => {
    let knex: Knex;
    let target: TestTarget;
    let portal: TestPortal;

    async function start(config = CONFIG) {
      portal = await createTestPortal({ knex, target, config });
      await portal.runs(await portal.version('1.0.0'));
      await portal.engine.start();
    }
    beforeEach(async () => {
      knex = await databases.init(databaseId);
      target = new TestTarget();
    });
    afterEach(async () => {
      await portal.engine.stop();
      await expectReplay(knex);
      await knex.destroy();
    });

    const send = (
      id: string,
      request: Omit<CommandRequest, 'commandId'> & { commandId?: string },
      caller = ALICE,
    ) =>
      portal.engine.service.command(
        id,
        { commandId: `c-${Math.random()}`, ...request },
        caller,
      );

    it('aborts the call in flight when its deployment is cancelled, and rolls back', async () => {
      await start();
      let aborted = false;
      target.before = ({ name }, signal) =>
        name === 'setTraffic'
          ? new Promise((_resolve, reject) => {
              signal.addEventListener('abort', () => {
                aborted = true;
                reject(signal.reason);
              });
            })
          : undefined;
      const id = await portal.deploy(await portal.version('2.0.0'));
      await portal.until(
        id,
        ({ steps }) => steps[0]?.handle?.candidate !== undefined,
      );
      await new Promise(resolve => setTimeout(resolve, 100));
      const outcome = await send(id, {
        type: 'cancel',
        reason: 'wrong version',
      });
      expect(outcome.status).toBe('accepted');
      const ended = await portal.untilEnded(id);
      expect(aborted).toBe(true);
      expect(ended).toMatchObject({
        status: 'rolled_back',
        rollback: { cause: 'cancel', by: 'user:default/alice' },
      });
      expect(target.traffic(SERVICE, 'production')).toEqual({
        'sha256:1.0.0': 100,
      });
    });

    it('treats a double click as one command and stores the outcome', async () => {
      await start();
      target.measured = () => undefined;
      const id = await portal.deploy(await portal.version('2.0.0'));
      await portal.until(id, ({ status }) => status === 'waiting');
      const command = {
        type: 'decide',
        choice: 'continue',
        commandId: 'one-press-of-a-button',
        reason: 'night',
      } as const;
      const [one, two] = await Promise.all([
        send(id, command),
        send(id, command),
      ]);
      expect(one).toEqual(two);
      const decided = (await readEvents(knex, id)).filter(
        ({ type }) => type === 'decided',
      );
      expect(decided).toHaveLength(1);
      expect(
        await portal.engine.service.getCommand(id, 'one-press-of-a-button'),
      ).toEqual(one);
      await expect(
        send(id, { ...command, choice: 'rollback' }),
      ).rejects.toThrow(/another command/);
      await portal.until(id, ({ status }) => status === 'waiting');
      await send(id, { type: 'cancel', reason: 'enough' });
      await portal.untilEnded(id);
    });

    it('stores refusals too', async () => {
      await start();
      const id = await portal.deploy(await portal.version('2.0.0'));
      await portal.untilEnded(id);
      const command = { type: 'pause', commandId: 'too-late-a-pause' } as const;
      await expect(send(id, command)).rejects.toMatchObject({
        message: expect.stringMatching(/has already ended/),
        sentences: [{ code: 'refused_ended' }],
      });
      await expect(send(id, command)).rejects.toThrow(/has already ended/);
      expect(
        await portal.engine.service.getCommand(id, 'too-late-a-pause'),
      ).toMatchObject({ status: 'refused', by: 'user:default/alice' });
      const { items } = await portal.engine.reads.audit({
        deploymentId: id,
        actor: 'user:default/alice',
        limit: 10,
      });
      expect(items).toMatchObject([
        { action: 'deployment.pause', outcome: 'refused' },
        { action: 'deployment.requested', outcome: 'accepted' },
      ]);
    });

    it('waits for the environment’s approvals of the plan', async () => {
      await start(
        withEnvironment({
          approvals: {
            managers: { from: ['group:default/release-managers'] },
          },
        }),
      );
      const id = await portal.deploy(await portal.version('2.0.0'));
      const queued = await portal.until(
        id,
        ({ blockers }) => blockers.length > 0,
      );
      expect(queued.blockers).toMatchObject([{ kind: 'approval' }]);
      await expect(
        send(id, { type: 'approve', planHash: queued.planHash }),
      ).rejects.toThrow(/release-managers/);
      // Another baseline makes another plan.
      await send(
        id,
        { type: 'approve', planHash: queued.planHash },
        CAROL,
      ).then(async () => portal.untilEnded(id));
      expect(await portal.state(id)).toMatchObject({ status: 'succeeded' });
      expect(portal.sent.notifications).toContainEqual(
        expect.objectContaining({
          recipients: {
            type: 'entity',
            entityRef: ['group:default/release-managers'],
            excludeEntityRef: ['user:default/alice'],
          },
        }),
      );
    });

    it('voids approvals when the running version changes after them', async () => {
      await start(
        withEnvironment({
          approvals: {
            managers: { count: 2, from: ['group:default/release-managers'] },
          },
        }),
      );
      const id = await portal.deploy(await portal.version('2.0.0'));
      const queued = await portal.until(
        id,
        ({ blockers }) => blockers.length > 0,
      );
      await send(id, { type: 'approve', planHash: queued.planHash }, CAROL);
      await portal.runs(await portal.version('1.5.0'));
      await send(
        id,
        { type: 'approve', planHash: queued.planHash },
        resolveCaller('dave', ['group:default/release-managers']),
      );
      const after = await portal.until(
        id,
        ({ planHash }) => planHash !== queued.planHash,
      );
      expect(after.status).toBe('queued');
      // The second person may already have approved the new plan.
      expect(after.approvals.map(({ by }) => by)).not.toContain(
        CAROL.principal.principal,
      );
      expect((await readEvents(knex, id)).map(({ type }) => type)).toContain(
        'approvalsVoided',
      );
      await send(id, { type: 'cancel', reason: 'test' });
    });

    it('returns the same deployment for the same Idempotency-Key', async () => {
      await start();
      const version = await portal.version('2.0.0');
      const request = {
        service: SERVICE,
        environment: 'production',
        versionId: version.id,
      };
      const { service } = portal.engine;
      const [one, two] = await Promise.all([
        service.create(request, ALICE, 'the-same-key'),
        service.create(request, ALICE, 'the-same-key'),
      ]);
      const again = await service.create(request, ALICE, 'the-same-key');
      expect(again).toEqual({ id: one.id, created: false });
      expect(two.id).toBe(one.id);
      expect([one.created, two.created].sort()).toEqual([false, true]);
      await expect(
        service.create({ ...request, hotfix: true }, ALICE, 'the-same-key'),
      ).rejects.toThrow(/another request/);
      await portal.untilEnded(one.id);
    });
  },
);

function withEnvironment(production: Record<string, unknown>): typeof CONFIG {
  const config = JSON.parse(JSON.stringify(CONFIG));
  Object.assign(config.deployments.environments.production, production);
  return config;
}
