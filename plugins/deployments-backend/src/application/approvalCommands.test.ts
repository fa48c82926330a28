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
const MANAGERS = 'group:default/release-managers';
const SECURITY = 'group:default/security';
const CAROL = resolveCaller('carol', [MANAGERS]);
const DAVE = resolveCaller('dave', [MANAGERS]);
const EVE = resolveCaller('eve', ['group:default/team-b']);
/** Requests the deployment, and may approve those of others. */
const MARA = resolveCaller('mara', [MANAGERS]);

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
  /** Approves the current plan by default. */
  const send = async (
    id: string,
    request: Omit<CommandRequest, 'commandId'>,
    caller = CAROL,
  ) =>
    portal.engine.service.command(
      id,
      {
        commandId: `command-${commands++}`,
        ...(request.type === 'approve'
          ? { planHash: (await portal.state(id)).planHash }
          : {}),
        ...request,
      },
      caller,
    );

  describe('of a step', () => {
    /** Two release managers have to agree before the traffic shifts, or before anything changes. */
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

    it('passes once enough people have agreed, each counted once', async () => {
      const id = await untilAsked('after the canary');
      expect(target.traffic(SERVICE, 'production')).toMatchObject({
        'sha256:2.0.0': 10,
      });
      await send(id, approve, CAROL);
      await portal.until(id, ({ blockers }) =>
        blockers.some(({ message }) => message.includes('1 of 2')),
      );
      await expect(send(id, approve, CAROL)).rejects.toThrow(
        /each person counts once/,
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
      ).toBe('Approved by carol, dave');
    });

    it('rejects approvals from the requester and from people outside its groups', async () => {
      const id = await untilAsked('after the canary');
      await expect(send(id, approve, MARA)).rejects.toThrow(
        /You requested this deployment/,
      );
      await expect(send(id, approve, EVE)).rejects.toThrow(
        /Only release-managers can approve this/,
      );
      await expect(
        send(id, { ...approve, stepId: 'watch' }, CAROL),
      ).rejects.toThrow(/No approval is needed|not waiting/);
      await expect(
        send(id, approve, { ...CAROL, user: undefined }),
      ).rejects.toThrow(/Use a user's credentials/);
      expect((await portal.state(id)).approvals).toEqual([]);
      await send(id, { type: 'cancel', reason: 'enough' }, MARA);
      await portal.untilEnded(id);
    });

    it('accepts an approval that names no step if exactly one step waits', async () => {
      const id = await untilAsked('after the canary', { count: 1 });
      await send(id, { type: 'approve' });
      expect(await portal.untilEnded(id)).toMatchObject({
        status: 'succeeded',
        approvals: [{ by: 'user:default/carol', stepId: 'sign-off' }],
      });
    });

    it('accepts a rejection that names no step if exactly one step waits', async () => {
      const id = await untilAsked('first');
      await send(id, { type: 'reject', reason: 'not today' });
      expect(await portal.untilEnded(id)).toMatchObject({
        status: 'cancelled',
        cause: 'rejected',
      });
    });

    it('rejects an approval that does not name the plan', async () => {
      const id = await untilAsked('after the canary', { count: 1 });
      await expect(
        send(id, { ...approve, planHash: undefined }),
      ).rejects.toThrow(/needs the 'planHash'/);
      await expect(
        send(id, { ...approve, planHash: 'another' }),
      ).rejects.toThrow(/plan has changed/);
      expect((await portal.state(id)).approvals).toEqual([]);
      await send(id, { type: 'cancel', reason: 'enough' }, MARA);
      await portal.untilEnded(id);
    });

    it('needs other people than the environment does, unless it says otherwise', async () => {
      await start(({ goldenPaths, environments }) => {
        goldenPaths.web.steps.splice(2, 0, {
          id: 'sign-off',
          use: 'approve',
          with: { from: [MANAGERS] },
        });
        environments.production.approvals = { managers: { from: [MANAGERS] } };
      });
      const id = await portal.deploy(await portal.version('2.0.0'), {}, MARA);
      const asked = () =>
        portal.until(
          id,
          ({ blockers }) => blockers.some(({ kind }) => kind === 'approval'),
          'it asked for approval',
        );
      await asked();
      await send(id, { type: 'approve' }, CAROL);
      await portal.until(id, ({ status }) => status !== 'queued');
      await asked();
      await expect(send(id, approve, CAROL)).rejects.toThrow(
        /counts for “managers”, and each rule needs a different person/,
      );
      await send(id, approve, DAVE);
      expect(await portal.untilEnded(id)).toMatchObject({
        status: 'succeeded',
      });
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
        /Give a reason/,
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

    it('ends without a change when it is rejected before anything has changed', async () => {
      const id = await untilAsked('first');
      await send(id, { ...approve, type: 'reject', reason: 'not today' });
      expect(await portal.untilEnded(id)).toMatchObject({
        status: 'cancelled',
        cause: 'rejected',
        mayHaveChanged: false,
      });
      expect(target.effects).toEqual([]);
      expect((await portal.serviceEnvironment()).lockOwner).toBeUndefined();
      expect((await portal.serviceEnvironment()).hold).toBeUndefined();
    });

    it('waits no longer than the golden path gives people to decide', async () => {
      const id = await untilAsked(
        'after the canary',
        {},
        { decideWithin: { seconds: 1 } },
      );
      expect(await portal.untilEnded(id)).toMatchObject({
        status: 'rolled_back',
        rollback: {
          message: expect.stringContaining('Nobody approved it in time'),
        },
      });
      await expect(send(id, approve)).rejects.toThrow(/has already ended/);
    });
  });

  describe('of an environment', () => {
    async function untilQueued(rule: object = {}, more: object = {}) {
      await start(({ environments }) => {
        environments.production.approvals = {
          managers: { from: [MANAGERS], ...rule },
          ...more,
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

    it('let the deployment start once they are given to the current plan', async () => {
      const id = await untilQueued();
      const { planHash } = await portal.state(id);
      await expect(
        send(id, { type: 'approve', planHash: 'another' }),
      ).rejects.toThrow(/plan has changed/);
      await send(id, { type: 'approve', planHash });
      expect(await portal.untilEnded(id)).toMatchObject({
        status: 'succeeded',
        planHash,
      });
    });

    it('from a member of a nested group count, and the person’s groups are stored', async () => {
      const id = await untilQueued();
      await send(id, { type: 'approve' }, resolveCaller('nina', []));
      const ended = await portal.untilEnded(id);
      expect(ended).toMatchObject({
        status: 'succeeded',
        approvals: [
          {
            by: 'user:default/nina',
            groups: expect.arrayContaining(['group:default/on-call', MANAGERS]),
          },
        ],
      });
    });

    it('cause a warning in the plan if nobody can give them', async () => {
      await start(({ environments, goldenPaths }) => {
        environments.production.approvals = {
          managers: { from: [MANAGERS] },
          security: { from: ['group:default/nowhere'] },
        };
        goldenPaths.web.steps.push({
          id: 'sign-off',
          use: 'approve',
          with: { from: [MANAGERS], count: 2 },
        });
      });
      const version = await portal.version('2.0.0');
      const planFor = (caller: typeof CAROL) =>
        portal.engine.service.plan(
          {
            service: SERVICE,
            environment: 'production',
            versionId: version.id,
          },
          caller,
        );
      expect((await planFor(ALICE)).warnings).toEqual([
        'Nobody can give the approval “security”: the catalog has no eligible member of nowhere.',
        'The approval “sign-off” needs 2 people, but the catalog has only 1 eligible member of release-managers.',
      ]);
      // The only manager is the requester.
      expect((await planFor(resolveCaller('nina'))).warnings).toContain(
        'Nobody can give the approval “managers”: the catalog has no eligible member of release-managers.',
      );
    });

    it('cause a warning in the plan if there are too few different people', async () => {
      await start(({ environments }) => {
        environments.production.approvals = {
          managers: { from: [MANAGERS] },
          'on-call': { from: ['group:default/on-call'] },
        };
      });
      const version = await portal.version('2.0.0');
      const { warnings } = await portal.engine.service.plan(
        { service: SERVICE, environment: 'production', versionId: version.id },
        ALICE,
      );
      expect(warnings).toEqual([
        'The approvals “managers” and “on-call” need 2 different people, but only 1 in the catalog can give them.',
      ]);
    });

    it('of one person do not meet two rules, and the blocker says why', async () => {
      const id = await untilQueued({}, { security: { from: [SECURITY] } });
      const both = resolveCaller('boris', [MANAGERS, SECURITY]);
      await send(id, { type: 'approve' }, both);
      const waiting = await portal.until(
        id,
        ({ blockers }) => blockers.length === 1,
        'one rule was met',
      );
      expect(waiting).toMatchObject({
        status: 'queued',
        blockers: [
          {
            kind: 'approval',
            rule: 'security',
            message:
              '0 of 1 approval from security. The approval of boris counts for “managers”, and each rule needs a different person.',
          },
        ],
      });
      await expect(send(id, { type: 'approve' }, both)).rejects.toThrow(
        /Somebody else from security must approve/,
      );
      // A manager frees Boris for security.
      await send(id, { type: 'approve' }, CAROL);
      expect(await portal.untilEnded(id)).toMatchObject({
        status: 'succeeded',
      });
    });

    it('that met two rules block again, with a reason, if each rule needs a different person by now', async () => {
      const id = await untilQueued(
        {},
        { security: { from: [SECURITY] }, distinct: false },
      );
      const serviceEnvironment = {
        service: SERVICE,
        environment: 'production',
      };
      await portal.engine.service.placeHold(serviceEnvironment, 'wait', ALICE);
      const both = resolveCaller('boris', [MANAGERS, SECURITY]);
      await send(id, { type: 'approve' }, both);
      await portal.until(
        id,
        ({ blockers }) => blockers.map(({ kind }) => kind).join() === 'hold',
        'only the hold kept it',
      );
      await portal.engine.stop();
      // As after an upgrade from a release in which one person was enough.
      const config = JSON.parse(JSON.stringify(CONFIG));
      config.deployments.environments.production.approvals = {
        managers: { from: [MANAGERS] },
        security: { from: [SECURITY] },
      };
      portal = await createTestPortal({ knex, target, config });
      await portal.engine.start();
      const asked = await portal.until(
        id,
        ({ blockers }) => blockers.length > 1,
        'it asked again',
      );
      expect(asked.approvals).toHaveLength(1);
      expect(asked.blockers).toContainEqual(
        expect.objectContaining({
          rule: 'security',
          message: expect.stringContaining(
            'The approval of boris counts for “managers”',
          ),
        }),
      );
    });

    it('of one person meet two rules if the environment allows that', async () => {
      const id = await untilQueued(
        {},
        { security: { from: [SECURITY] }, distinct: false },
      );
      await send(
        id,
        { type: 'approve' },
        resolveCaller('boris', [MANAGERS, SECURITY]),
      );
      expect(await portal.untilEnded(id)).toMatchObject({
        status: 'succeeded',
      });
    });

    it('are voided when the plan changes, and the deployment says so', async () => {
      const id = await untilQueued({ count: 2 });
      const { planHash } = await portal.state(id);
      await send(id, { type: 'approve', planHash });
      expect((await portal.state(id)).approvals).toHaveLength(1);
      // Meanwhile another version is deployed to the environment.
      await portal.runs(await portal.version('1.1.0'));
      const serviceEnvironment = {
        service: SERVICE,
        environment: 'production',
      };
      await portal.engine.service.placeHold(
        serviceEnvironment,
        'look again',
        ALICE,
      );
      await portal.engine.service.liftHold(serviceEnvironment, 'go', ALICE);
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
      ).toMatchObject([
        { reason: expect.stringContaining('1.1.0 is running now') },
      ]);
      await expect(send(id, { type: 'approve', planHash })).rejects.toThrow(
        /plan has changed/,
      );
      const again = { type: 'approve', planHash: asked.planHash } as const;
      await send(id, again, CAROL);
      await send(id, again, DAVE);
      expect(await portal.untilEnded(id)).toMatchObject({
        status: 'succeeded',
        snapshot: { baseline: { name: '1.1.0' } },
      });
    });

    it('expire if the rule says so, and can be given again', async () => {
      const id = await untilQueued({ expiresAfter: { seconds: 2 } });
      const serviceEnvironment = {
        service: SERVICE,
        environment: 'production',
      };
      await portal.engine.service.placeHold(
        serviceEnvironment,
        'not yet',
        ALICE,
      );
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
      await portal.engine.service.liftHold(serviceEnvironment, 'go', ALICE);
      await blockedBy('approval');
      await send(id, { type: 'approve' });
      expect(await portal.untilEnded(id)).toMatchObject({
        status: 'succeeded',
      });
    });
  });
});
