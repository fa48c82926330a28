import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  type Blocker,
  deploymentOverridePermission,
  holdLiftPermission,
} from '@slipway/backstage-plugin-deployments-common';
import request from 'supertest';
import { renderSentences } from '../../domain/text/renderSentences';
import { CHECKOUT, toSnapshot } from '../__testUtils__/fixtures';
import {
  ANA,
  CARLA,
  allowAll,
  as,
  createTestApi,
} from '../__testUtils__/testApi';

const NINA = 'user:default/nina';
const BEN = 'user:default/ben';
const EVA = 'user:default/eva';

describe('blockers of a deployment', () => {
  const { app, engine, policy } = createTestApi();
  let id: string;

  beforeEach(async () => {
    policy.current = allowAll;
    const { version } = await engine.register(CHECKOUT, {
      name: '1',
      artifact: 'a',
    });
    const created = await request(app)
      .post('/deployments')
      .set('Authorization', as(ANA))
      .send({
        service: CHECKOUT,
        environment: 'production',
        versionId: version.id,
      });
    id = created.body.id;
  });

  const see = async (who: string) =>
    (await request(app).get(`/deployments/${id}`).set('Authorization', as(who)))
      .body;
  const block = (...blockers: Blocker[]) =>
    engine.apply(id, { type: 'block', blockers, planHash: 'h' });

  const APPROVAL: Blocker = {
    kind: 'approval',
    rule: 'managers',
    message: '0 of 1 approval from release-managers.',
    unblockedBy: ['group:default/release-managers'],
  };

  it('name the approvers from the catalog, including nested groups and without the requester', async () => {
    block(APPROVAL);
    expect((await see(BEN)).blockers).toMatchObject([{ ask: [CARLA, NINA] }]);
    const list = await request(app)
      .get('/deployments')
      .set('Authorization', as(BEN));
    expect(list.body.items[0].blockers).toMatchObject([{ ask: [CARLA, NINA] }]);
  });

  it.each([
    ['a member', CARLA, true, 'You can approve this.'],
    ['a member of a nested group', NINA, true, 'You can approve this.'],
    [
      'the requester',
      ANA,
      false,
      'You requested this deployment, so somebody else from release-managers must approve it.',
    ],
    ['anybody else', BEN, false, 'Only release-managers can approve this.'],
  ])('say whether %s can approve', async (_, who, allowed, hint) => {
    block(APPROVAL);
    const { blockers, commands } = await see(who);
    expect(blockers).toMatchObject([{ hint }]);
    expect(renderSentences([blockers[0].hintSentence])).toBe(hint);
    const approve = commands.find(
      ({ type }: { type: string }) => type === 'approve',
    );
    expect(approve.allowed).toBe(allowed);
    expect(approve.refusal).toBe(allowed ? undefined : hint);
    expect(approve.refusalSentences).toEqual(
      allowed ? undefined : [blockers[0].hintSentence],
    );
  });

  it('tell a member without the permission that they cannot approve', async () => {
    block(APPROVAL);
    policy.current = ({ name }) => ({
      result:
        name === 'deployments.deployment.approve'
          ? AuthorizeResult.DENY
          : AuthorizeResult.ALLOW,
    });
    const { blockers, commands } = await see(CARLA);
    expect(blockers[0].hint).toContain('do not have permission to approve');
    expect(
      commands.find(({ type }: { type: string }) => type === 'approve').allowed,
    ).toBe(false);
  });

  it.each<[Blocker, Partial<Blocker>]>([
    [
      { kind: 'hold', message: 'm', ask: [EVA] },
      { ask: [EVA, 'group:default/platform'] },
    ],
    [
      { kind: 'promotion', message: 'm', ask: ['group:default/payments'] },
      { ask: ['group:default/payments', 'group:default/testers'] },
    ],
    [
      { kind: 'window', message: 'm', overridable: true },
      { askUrl: 'https://chat.example.com/freeze' },
    ],
    [{ kind: 'quarantine', message: 'm' }, { ask: ['group:default/platform'] }],
    [{ kind: 'drift', message: 'm' }, { ask: ['group:default/platform'] }],
    [{ kind: 'slot', message: 'm' }, { ask: ['group:default/platform'] }],
    [{ kind: 'soak', message: 'm' }, { ask: ['group:default/platform'] }],
    [{ kind: 'schedule', message: 'm' }, { ask: ['group:default/platform'] }],
    [{ kind: 'unobserved', message: 'm' }, { ask: ['group:default/platform'] }],
  ])('say whom to ask about %o', async (blocker, asked) => {
    block(blocker);
    expect((await see(BEN)).blockers).toMatchObject([asked]);
  });

  const start = async (deploymentId: string) =>
    engine.apply(deploymentId, {
      type: 'start',
      snapshot: toSnapshot(
        CHECKOUT,
        'production',
        (await engine.get(deploymentId))!.version,
        { id: 'v0', name: '0', artifact: 'z' },
      ),
      planHash: 'h',
      fence: 1,
    });

  it('are shown with the time at which the queued deployment expires', async () => {
    block(APPROVAL);
    const { requestedAt, expiresAt } = await see(BEN);
    // The model lets deployments queue for a day.
    expect(Date.parse(expiresAt) - Date.parse(requestedAt)).toBe(86_400_000);
    await start(id);
    expect((await see(BEN)).expiresAt).toBeUndefined();
  });

  it('include the decision deadline of the deployment that owns the environment', async () => {
    const inTheWay = id;
    await start(inTheWay);
    engine.apply(inTheWay, { type: 'pause', by: EVA });
    const { version } = (await engine.get(inTheWay))!;
    const created = await request(app)
      .post('/deployments')
      .set('Authorization', as(ANA))
      .send({
        service: CHECKOUT,
        environment: 'production',
        versionId: version.id,
      });
    id = created.body.id;
    block({ kind: 'slot', message: 'm', deploymentId: inTheWay });
    const { decideBy } = (await engine.get(inTheWay))!;
    expect((await see(BEN)).blockers).toMatchObject([
      { until: new Date(decideBy!).toISOString() },
    ]);
  });

  it('name who paused the deployment', async () => {
    await start(id);
    engine.apply(id, { type: 'pause', by: EVA });
    expect((await see(BEN)).blockers).toMatchObject([
      {
        kind: 'paused',
        ask: [EVA, 'group:default/platform'],
        code: 'paused',
        params: { person: EVA },
      },
    ]);
  });

  describe('with a hold', () => {
    const HOLD: Blocker = {
      kind: 'hold',
      message: 'On hold: look first',
      overridable: true,
    };
    const types = ({ commands }: { commands: { type: string }[] }) =>
      commands.map(({ type }) => type);

    it('offer no override to people who can lift the hold', async () => {
      block(HOLD);
      const seen = await see(CARLA);
      expect(types(seen)).not.toContain('override');
      expect(seen.blockers).toMatchObject([{ hint: 'You can lift the hold.' }]);
    });

    it('offer an override to people who cannot lift the hold', async () => {
      block(HOLD);
      policy.current = ({ name }) => ({
        result:
          name === holdLiftPermission.name
            ? AuthorizeResult.DENY
            : AuthorizeResult.ALLOW,
      });
      const seen = await see(CARLA);
      expect(types(seen)).toContain('override');
      expect(seen.blockers[0].hint).toBeUndefined();
    });

    it('name whom to ask for an override', async () => {
      block({ kind: 'condition', message: 'An alert', overridable: true });
      policy.current = ({ name }) => ({
        result:
          name === deploymentOverridePermission.name
            ? AuthorizeResult.DENY
            : AuthorizeResult.ALLOW,
      });
      const { commands } = await see(BEN);
      expect(commands).toContainEqual(
        expect.objectContaining({
          type: 'override',
          allowed: false,
          refusal:
            "You don't have permission to override blockers of deployments here. Ask platform to do it.",
        }),
      );
    });

    it('keep the override of other blockers', async () => {
      block({ kind: 'window', message: 'Weekend freeze', overridable: true });
      expect(types(await see(CARLA))).toContain('override');
    });
  });
});
