import { TestDatabases } from '@backstage/backend-test-utils';
import type { CommandRequest } from '@slipway/backstage-plugin-deployments-common';
import type { Knex } from 'knex';
import { readEvents } from '../store/events';
import { TestTarget } from './__testUtils__/TestTarget';
import {
  ALICE,
  callerOf,
  CONFIG,
  createTestPortal,
  expectReplay,
  SERVICE,
} from './__testUtils__/testPortal';
import type { TestPortal } from './__testUtils__/testPortal';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });
const MANAGERS = 'group:default/release-managers';
const CAROL = callerOf('carol', [MANAGERS]);
const DAVE = callerOf('dave', [MANAGERS]);
const EVE = callerOf('eve', ['group:default/team-b']);
/** Asks for the deployment, and could approve those of others. */
const MARA = callerOf('mara', [MANAGERS]);

describe.each(databases.eachSupportedId())('approvals on %s', databaseId => {
  let knex: Knex;
  let target: TestTarget;
  let portal: TestPortal;

  beforeEach(async () => {
    knex = await databases.init(databaseId);
    target = new TestTarget();
  });
  afterEach(async () => {
    await portal.engine.stop();
    await expectReplay(knex);
    await knex.destroy();
  });

  async function start(change: (deployments: any) => void) {
    const config = JSON.parse(JSON.stringify(CONFIG));
    change(config.deployments);
    portal = await createTestPortal({ knex, target, config });
    await portal.runs(await portal.version('1.0.0'));
    await portal.engine.start();
  }

  let commands = 0;
  const send = (
    id: string,
    request: Omit<CommandRequest, 'commandId'>,
    caller = CAROL,
  ) =>
    portal.engine.service.command(
      id,
      { commandId: `command-${commands++}`, ...request },
      caller,
    );

  describe('of a step', () => {
    /** Two of the release managers have to agree before the traffic shifts, or before anything changes. */
    async function untilAsked(
      where: 'first' | 'after the canary',
      settings: object = {},
      path: object = {},
    ) {
      await start(({ goldenPaths }) => {
        const step = {
          id: 'sign-off',
          use: 'approve',
          with: { from: [MANAGERS], count: 2, ...settings },
        };
        goldenPaths.web.steps.splice(where === 'first' ? 0 : 2, 0, step);
        Object.assign(goldenPaths.web, path);
      });
      const version = await portal.version('2.0.0');
      const id = await portal.deploy(version, {}, MARA);
      await portal.until(
        id,
        ({ blockers }) => blockers.some(({ kind }) => kind === 'approval'),
        'it asked for approval',
      );
      return id;
    }
    const approve = { type: 'approve', stepId: 'sign-off' } as const;

    it('goes on once enough people agreed, each counted once', async () => {
      const id = await untilAsked('after the canary');
      expect(target.traffic(SERVICE, 'production')).toMatchObject({
        'sha256:2.0.0': 10,
      });
      await send(id, approve, CAROL);
      await portal.until(id, ({ blockers }) =>
        blockers.some(({ message }) => message.includes('1 of 2')),
      );
      await expect(send(id, approve, CAROL)).rejects.toThrow(
        /a person counts once/,
      );
      expect((await portal.state(id)).status).toBe('waiting');
      await send(id, approve, DAVE);
      const ended = await portal.untilEnded(id);
      expect(ended).toMatchObject({
        status: 'succeeded',
        approvals: [
          { by: 'user:default/carol', stepId: 'sign-off' },
          { by: 'user:default/dave', stepId: 'sign-off' },
        ],
      });
      expect(
        ended.steps.find(({ id: step }) => step === 'sign-off')?.message,
      ).toBe('Approved by user:default/carol, user:default/dave');
    });

    it('does not take the approval of the one who asked, nor of others than its people', async () => {
      const id = await untilAsked('after the canary');
      await expect(send(id, approve, MARA)).rejects.toThrow(
        /You asked for this deployment yourself/,
      );
      await expect(send(id, approve, EVE)).rejects.toThrow(
        /Only release-managers can approve this/,
      );
      await expect(
        send(id, { ...approve, stepId: 'watch' }, CAROL),
      ).rejects.toThrow(/Nothing waits|does not wait/);
      await expect(
        send(id, approve, { ...CAROL, user: undefined }),
      ).rejects.toThrow(/takes a user's credentials/);
      expect((await portal.state(id)).approvals).toEqual([]);
      await send(id, { type: 'cancel', reason: 'enough' }, MARA);
      await portal.untilEnded(id);
    });

    it('rolls back what has changed when it is rejected', async () => {
      const id = await untilAsked('after the canary');
      const reject = {
        ...approve,
        type: 'reject',
        reason: 'too slow',
      } as const;
      await expect(send(id, reject, EVE)).rejects.toThrow(
        /Only release-managers can reject this/,
      );
      await expect(send(id, { ...reject, reason: undefined })).rejects.toThrow(
        /Say why/,
      );
      await send(id, reject);
      expect(await portal.untilEnded(id)).toMatchObject({
        status: 'rolled_back',
        rollback: { message: expect.stringContaining('too slow') },
      });
      expect(target.traffic(SERVICE, 'production')).toEqual({
        'sha256:1.0.0': 100,
      });
    });

    it('ends with nothing changed when it is rejected before anything has', async () => {
      const id = await untilAsked('first');
      await send(id, { ...approve, type: 'reject', reason: 'not today' });
      expect(await portal.untilEnded(id)).toMatchObject({
        status: 'cancelled',
        cause: 'rejected',
        touched: false,
      });
      expect(target.effects).toEqual([]);
      expect((await portal.place()).holder).toBeUndefined();
      expect((await portal.place()).hold).toBeUndefined();
    });

    it('does not wait longer than the golden path lets persons decide', async () => {
      const id = await untilAsked(
        'after the canary',
        {},
        { decideWithin: { seconds: 1 } },
      );
      expect(await portal.untilEnded(id)).toMatchObject({
        status: 'rolled_back',
        rollback: {
          message: expect.stringContaining('Nobody answered in time'),
        },
      });
      await expect(send(id, approve)).rejects.toThrow(/has ended/);
    });
  });

  describe('of an environment', () => {
    async function untilQueued(rule: object = {}) {
      await start(({ environments }) => {
        environments.production.approvals = {
          managers: { from: [MANAGERS], ...rule },
        };
      });
      const id = await portal.deploy(await portal.version('2.0.0'), {}, ALICE);
      await portal.until(
        id,
        ({ blockers }) => blockers.some(({ kind }) => kind === 'approval'),
        'it asked for approval',
      );
      return id;
    }

    it('lets it start, once given to the plan that is there', async () => {
      const id = await untilQueued();
      const { planHash } = await portal.state(id);
      await expect(
        send(id, { type: 'approve', planHash: 'another' }),
      ).rejects.toThrow(/plan changed/);
      await send(id, { type: 'approve', planHash });
      expect(await portal.untilEnded(id)).toMatchObject({
        status: 'succeeded',
        planHash,
      });
    });

    it('void when the plan changes, and the deployment says so', async () => {
      const id = await untilQueued({ count: 2 });
      const { planHash } = await portal.state(id);
      await send(id, { type: 'approve', planHash });
      expect((await portal.state(id)).approvals).toHaveLength(1);
      // Another version takes the environment meanwhile.
      await portal.runs(await portal.version('1.1.0'));
      const place = { service: SERVICE, environment: 'production' };
      await portal.engine.service.placeHold(place, 'look again', ALICE);
      await portal.engine.service.liftHold(place, 'go', ALICE);
      const asked = await portal.until(
        id,
        state => state.planHash !== planHash,
        'the plan was another one',
      );
      expect(asked.approvals).toEqual([]);
      expect(
        (await readEvents(knex, id)).filter(
          ({ type }) => type === 'approvalsVoided',
        ),
      ).toMatchObject([{ reason: expect.stringContaining('1.1.0 runs now') }]);
      await expect(send(id, { type: 'approve', planHash })).rejects.toThrow(
        /plan changed/,
      );
      const again = { type: 'approve', planHash: asked.planHash } as const;
      await send(id, again, CAROL);
      await send(id, again, DAVE);
      expect(await portal.untilEnded(id)).toMatchObject({
        status: 'succeeded',
        snapshot: { baseline: { name: '1.1.0' } },
      });
    });

    it('expire where the rule says so, and can be given again', async () => {
      const id = await untilQueued({ expiresAfter: { seconds: 2 } });
      const place = { service: SERVICE, environment: 'production' };
      await portal.engine.service.placeHold(place, 'not yet', ALICE);
      const blockedBy = (...kinds: string[]) =>
        portal.until(
          id,
          ({ blockers }) =>
            kinds.join() === blockers.map(({ kind }) => kind).join(),
          `it was blocked by ${kinds.join(' and ')}`,
        );
      await blockedBy('hold', 'approval');
      await send(id, { type: 'approve' });
      await blockedBy('hold');
      await blockedBy('hold', 'approval');
      await portal.engine.service.liftHold(place, 'go', ALICE);
      await blockedBy('approval');
      await send(id, { type: 'approve' });
      expect(await portal.untilEnded(id)).toMatchObject({
        status: 'succeeded',
      });
    });
  });
});
