import { AuthorizeResult } from '@backstage/plugin-permission-common';
import request from 'supertest';
import { CHECKOUT, toSnapshot } from '../__testUtils__/fixtures';
import {
  ANA,
  allowAll,
  as,
  asService,
  createTestApi,
} from '../__testUtils__/testApi';

describe('commands', () => {
  const { app, engine, policy } = createTestApi();
  let id: string;
  const send = (body: object, authorization = as(ANA)) =>
    request(app)
      .post(`/deployments/${id}/commands`)
      .set('Authorization', authorization)
      .send(body);

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
        environment: 'staging',
        versionId: version.id,
      });
    id = created.body.id;
  });

  it('run once, however often they are sent', async () => {
    const cancel = { type: 'cancel', commandId: 'press-0001', reason: 'Oops' };
    const first = await send(cancel);
    const second = await send(cancel);
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({ status: 'accepted', by: ANA });
    expect(second.body).toEqual(first.body);
    expect((await engine.get(id))?.status).toBe('cancelled');
    const outcome = await request(app)
      .get(`/deployments/${id}/commands/press-0001`)
      .set('Authorization', as(ANA));
    expect(outcome.body).toEqual(first.body);
  });

  it('are refused with a reason if the state does not allow them', async () => {
    const res = await send({ type: 'resume', commandId: 'press-0002' });
    expect(res.status).toBe(409);
    expect(res.body.error).toEqual({
      name: 'ConflictError',
      message: "The deployment isn't paused.",
      sentences: [{ code: 'refused_resume' }],
    });
  });

  it.each([
    ['type', { commandId: 'press-0003' }],
    ['type', { type: 'explode', commandId: 'press-0003' }],
    ['commandId', { type: 'pause' }],
    ['commandId', { type: 'pause', commandId: 'x' }],
    ['stepId', { type: 'retryStep', commandId: 'press-0003' }],
    ['choice', { type: 'decide', commandId: 'press-0003' }],
    ['planHash', { type: 'approve', commandId: 'press-0003' }],
    ['planHash', { type: 'approve', planHash: '', commandId: 'press-0003' }],
    ['stepId', { type: 'promote', to: 'next', commandId: 'press-0003' }],
    ['to', { type: 'promote', stepId: 's', commandId: 'press-0003' }],
    ['to', { type: 'promote', stepId: 's', to: '9', commandId: 'press-0003' }],
    ['choice', { type: 'decide', choice: 'maybe', commandId: 'press-0003' }],
    ['expectedSeq', { type: 'pause', expectedSeq: -1, commandId: 'press-003' }],
    ['additional', { type: 'pause', commandId: 'press-0003', by: 'carla' }],
  ])('with an invalid %s are rejected with its name', async (field, body) => {
    const res = await send(body);
    expect(res.status).toBe(400);
    expect(res.body.error.message).toContain(field);
  });

  it('without a required reason are rejected before they are recorded', async () => {
    engine.apply(id, {
      type: 'block',
      blockers: [{ kind: 'window', message: 'Weekend', overridable: true }],
    });
    const override = { type: 'override', commandId: 'press-0004' };
    const without = await send(override);
    expect(without.status).toBe(400);
    expect(without.body.error.message).toContain('reason');
    // A zero-width space and a word joiner.
    const invisible = await send({ ...override, reason: ' \u200b\u2060 ' });
    expect(invisible.status).toBe(400);
    const withReason = await send({ ...override, reason: 'Outage' });
    expect(withReason.status).toBe(200);
  });

  it.each([
    'approve',
    'reject',
    'decide',
    'skipStep',
    'override',
    'abandon',
    'promote',
  ])(
    'with %s are accepted from people only, whatever the permissions say',
    async type => {
      const res = await send(
        {
          type,
          commandId: 'press-0005',
          stepId: 's',
          choice: 'continue',
          to: 'next',
          reason: 'x',
        },
        asService(),
      );
      expect(res.status).toBe(403);
      expect(res.body.error.message).toContain('signed-in user');
    },
  );

  it('to pause and roll back are accepted from a service', async () => {
    const version = (await engine.get(id))!.version;
    engine.apply(id, {
      type: 'start',
      snapshot: toSnapshot(CHECKOUT, 'staging', version, {
        id: 'v0',
        name: '0',
        artifact: 'z',
      }),
      planHash: 'h',
      fence: 1,
    });
    const res = await send(
      { type: 'pause', commandId: 'alert-0001' },
      asService(),
    );
    expect(res.status).toBe(200);
  });

  it.each([
    ['approve', 'deployments.deployment.approve'],
    ['reject', 'deployments.deployment.approve'],
    ['pause', 'deployments.deployment.control'],
    ['resume', 'deployments.deployment.control'],
    ['cancel', 'deployments.deployment.control'],
    ['retryStep', 'deployments.deployment.control'],
    ['decide', 'deployments.deployment.control'],
    ['rollback', 'deployments.deployment.rollback'],
    ['skipStep', 'deployments.deployment.override'],
    ['override', 'deployments.deployment.override'],
    ['abandon', 'deployments.deployment.abandon'],
    ['promote', 'deployments.deployment.control', 'next'],
    ['promote', 'deployments.deployment.override', 'full'],
  ])(
    'of type %s need the permission %s',
    async (type, lacking, to = 'next') => {
      policy.current = ({ name }) => ({
        result: name === lacking ? AuthorizeResult.DENY : AuthorizeResult.ALLOW,
      });
      const res = await send({
        type,
        commandId: 'press-0006',
        stepId: 's',
        planHash: 'h',
        choice: 'continue',
        reason: 'x',
        to,
      });
      expect(res.status).toBe(403);
      expect(res.body.error.message).toContain(lacking);
      expect(await engine.getCommand(id, 'press-0006')).toBeUndefined();
    },
  );

  it('that were never sent are not found', async () => {
    const res = await request(app)
      .get(`/deployments/${id}/commands/${encodeURIComponent("x' OR 1=1")}`)
      .set('Authorization', as(ANA));
    expect(res.status).toBe(404);
  });
});
