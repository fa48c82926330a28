import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  deploymentAbandonPermission,
  engineReadPermission,
} from '@slipway/backstage-plugin-deployments-common';
import request from 'supertest';
import { fold } from '../../domain/deployment/reduce/reduce';
import type { DeploymentState } from '../../domain/deployment/state';
import { CHECKOUT } from '../__testUtils__/fixtures';
import { say } from '../../domain/text/say';
import {
  ANA,
  CARLA,
  allowAll,
  as,
  asService,
  createTestApi,
} from '../__testUtils__/testApi';

const AT = Date.parse('2026-03-02T09:00:00Z');

describe('the engine overview', () => {
  const { app, engine, policy } = createTestApi({
    hidden: user => (user === CARLA ? [CHECKOUT] : []),
  });
  let state: DeploymentState;

  beforeEach(async () => {
    policy.current = allowAll;
    engine.stalled = false;
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
    state = fold(engine.deployments.get(created.body.id)!)!;
    engine.overview = {
      replicas: [
        {
          owner: 'replica-a',
          host: 'portal-1',
          pid: 7,
          version: '1.0.0',
          startedAt: AT,
          seenAt: AT + 5_000,
          reducerVersion: 1,
          inFlight: 1,
          alive: true,
          owned: 1,
        },
      ],
      running: [
        {
          state,
          owner: 'replica-a',
          leaseUntil: AT + 30_000,
          reducerVersion: 1,
        },
      ],
      waits: [{ state, since: AT, overdueAt: AT, reducerVersion: 1 }],
      stuck: [
        {
          state,
          finding: {
            kind: 'no_wake_up',
            since: AT,
            cause: [say('stuck_no_wake_up')],
            remedy: [say('remedy_no_wake_up')],
          },
        },
      ],
    };
  });

  const get = (user: string) =>
    request(app).get('/admin/engine').set('Authorization', as(user));

  it('shows replicas and the deployments that run, wait or are stuck', async () => {
    const { status, body } = await get(ANA);
    expect(status).toBe(200);
    const deployment = {
      id: state.id,
      service: CHECKOUT,
      environment: 'staging',
    };
    expect(body).toMatchObject({
      health: { status: 'ok', reasons: [] },
      replicas: [
        {
          id: 'replica-a',
          host: 'portal-1',
          alive: true,
          running: 1,
          startedAt: '2026-03-02T09:00:00.000Z',
        },
      ],
      running: [
        {
          deployment,
          owner: 'replica-a',
          leaseUntil: '2026-03-02T09:00:30.000Z',
        },
      ],
      waits: [{ deployment, since: '2026-03-02T09:00:00.000Z', late: true }],
      stuck: [
        {
          deployment,
          kind: 'no_wake_up',
          cause: 'It has not ended, but no wake-up is scheduled for it.',
          causeSentences: [{ code: 'stuck_no_wake_up' }],
          remedy: expect.stringMatching(/^Any command wakes it/),
          remedySentences: [{ code: 'remedy_no_wake_up' }],
          commands: [{ type: 'cancel', allowed: true }],
        },
      ],
      hidden: 0,
    });
  });

  it('leaves out and counts deployments that the caller may not see', async () => {
    const { body } = await get(CARLA);
    expect(body).toMatchObject({
      running: [],
      waits: [],
      stuck: [],
      hidden: 1,
      replicas: [{ id: 'replica-a' }],
    });
    expect(JSON.stringify(body)).not.toContain('checkout');
  });

  it('needs its own permission, whatever else is allowed', async () => {
    policy.current = ({ name }) => ({
      result:
        name === engineReadPermission.name
          ? AuthorizeResult.DENY
          : AuthorizeResult.ALLOW,
    });
    const { status, body } = await get(ANA);
    expect(status).toBe(403);
    expect(body.error.message).toContain('deployments.engine.read');
  });

  it('offers abandon only to people with the permission', async () => {
    const id = state.id;
    engine.overview.stuck = [
      {
        state: {
          ...state,
          status: 'running',
          steps: [
            { id: 'a', status: 'running', attempt: 1, outcomeUnknown: true },
          ],
        },
        finding: {
          kind: 'unknown_outcome',
          cause: [say('stated', { text: 'c' })],
          remedy: [say('remedy_unknown_outcome')],
        },
      },
    ];
    const abandon = async (caller: string) => {
      const { body } = await request(app)
        .get('/admin/engine')
        .set('Authorization', caller);
      expect(body.stuck[0].deployment.id).toBe(id);
      return body.stuck[0].commands;
    };
    expect(await abandon(as(ANA))).toMatchObject([
      { type: 'abandon', allowed: true, needsReason: true },
    ]);
    expect(await abandon(asService())).toMatchObject([
      { type: 'abandon', allowed: false },
    ]);
    policy.current = ({ name }) => ({
      result:
        name === deploymentAbandonPermission.name
          ? AuthorizeResult.DENY
          : AuthorizeResult.ALLOW,
    });
    expect(await abandon(as(ANA))).toMatchObject([
      {
        type: 'abandon',
        allowed: false,
        refusal: expect.stringContaining(deploymentAbandonPermission.name),
      },
    ]);
  });
});
