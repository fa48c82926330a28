import { mockCredentials } from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  type Blocker,
  deploymentReadPermission,
} from '@slipway/backstage-plugin-deployments-common';
import request from 'supertest';
import {
  createDeploymentConditionalDecision,
  deploymentConditions,
} from '../../access/permissionRules';
import { registerActions } from '../../actions/registerActions';
import { fold } from '../../domain/deployment/reduce/reduce';
import { CHECKOUT } from '../__testUtils__/fixtures';
import {
  ANA,
  CARLA,
  type Policy,
  allowAll,
  as,
  createTestApi,
} from '../__testUtils__/testApi';

const AT = Date.parse('2026-03-02T09:00:00Z');
/** What only staging runs. */
const SECRET = '0.9.0-of-staging';

const PROMOTION: Blocker = {
  kind: 'promotion',
  message: `1 must run in staging first; ${SECRET} runs there.`,
  code: 'promotion_other_version',
  params: { version: '1', source: 'staging', running: SECRET },
  overridable: true,
};
const APPROVAL: Blocker = {
  kind: 'approval',
  rule: 'managers',
  message: '0 of 1 approval from release-managers.',
  unblockedBy: ['group:default/release-managers'],
};

/** Has every permission, but can read only production. */
const readsProduction: Policy = permission =>
  permission.name === deploymentReadPermission.name
    ? createDeploymentConditionalDecision(
        permission as any,
        deploymentConditions.isTier({ tiers: ['production'] }),
      )
    : { result: AuthorizeResult.ALLOW };

describe('what runs in the environment that is promoted from', () => {
  const { app, engine, policy, routerOptions } = createTestApi();
  const registry = actionsRegistryServiceMock();
  registerActions(registry, routerOptions);
  let id: string;
  let versionId: string;

  const service = encodeURIComponent(CHECKOUT);
  const deployment = () => ({
    service: CHECKOUT,
    environment: 'production',
    versionId,
  });
  const get = async (path: string, accept = 'application/json') =>
    request(app)
      .get(path)
      .set('Accept', accept)
      .set('Authorization', as(CARLA));
  const post = async (path: string, body: object) =>
    request(app)
      .post(path)
      .set('Idempotency-Key', 'once-asked')
      .set('Authorization', as(CARLA))
      .send(body);
  const invoke = async (action: string, input: object) => ({
    body: await registry.invoke({
      id: `test:${action}`,
      input: input as any,
      credentials: mockCredentials.user(CARLA),
    }),
  });

  beforeEach(async () => {
    policy.current = allowAll;
    const { version } = await engine.register(CHECKOUT, {
      name: '1',
      artifact: 'a',
    });
    versionId = version.id;
    engine.blockedVersions.set(versionId, [PROMOTION]);
    const plan = engine.plan.bind(engine);
    jest.spyOn(engine, 'plan').mockImplementation(async (...given) => ({
      ...(await plan(...given)),
      blockers: [PROMOTION],
      canStart: false,
    }));
    const created = await request(app)
      .post('/deployments')
      .set('Authorization', as(ANA))
      .send(deployment());
    id = created.body.id;
    engine.apply(id, {
      type: 'block',
      blockers: [PROMOTION, APPROVAL],
      planHash: 'h',
    });
    const state = fold(engine.deployments.get(id)!)!;
    engine.overview = {
      ...engine.overview,
      waits: [{ state, since: AT, overdueAt: AT, reducerVersion: 1 }],
    };
    // A repeated request is answered with the deployment.
    engine.keys.set(`${CARLA}:once-asked`, {
      id,
      body: JSON.stringify({ ...deployment(), kind: 'deploy' }),
    });
    const running = (environment: string, name: string) => ({
      service: CHECKOUT,
      environment,
      fence: 1,
      current: {
        version: { id: `v${name}`, name, artifact: name },
        since: AT,
        by: ANA,
        deploymentId: 'd1',
        verification: 'passed' as const,
      },
    });
    engine.rows.splice(0, Infinity, running('staging', SECRET));
  });

  afterEach(() => jest.restoreAllMocks());

  const readers: [string, () => Promise<{ body: unknown; text?: string }>][] = [
    ['a deployment', () => get(`/deployments/${id}`)],
    ['the list of deployments', () => get('/deployments')],
    ['what awaits a decision', () => get('/deployments?awaiting=me')],
    ['a plan', () => post('/deployments/plan', deployment())],
    ['a repeated request', () => post('/deployments', deployment())],
    ['the events', () => get(`/deployments/${id}/events`)],
    ['a service', () => get(`/services/${service}/overview`)],
    ['the services', () => get('/services')],
    [
      'the versions',
      () => get(`/services/${service}/versions?environment=production`),
    ],
    ['the engine', () => get('/admin/engine')],
    [
      'the action plan-deployment',
      () => invoke('plan-deployment', deployment()),
    ],
    ['the action get-deployment', () => invoke('get-deployment', { id })],
    [
      'the action deploy',
      () =>
        invoke('deploy', {
          ...deployment(),
          reason: 'r',
          planHash: 'hash',
          idempotencyKey: 'once-more',
        }),
    ],
    ['the action list-services', () => invoke('list-services', {})],
    [
      'the action list-versions',
      () => invoke('list-versions', { service: CHECKOUT }),
    ],
  ];

  it.each(readers)(
    'is hidden in %s from a reader who cannot see it',
    async (_, read) => {
      policy.current = readsProduction;
      const { body, text } = await read();
      expect(text ?? JSON.stringify(body)).not.toContain(SECRET);
    },
  );

  it.each(readers.filter(([what]) => !/the action (deploy|list)/.test(what)))(
    'is shown in %s to a reader who can',
    async (_, read) => {
      const { body, text } = await read();
      expect(text ?? JSON.stringify(body)).toContain(SECRET);
    },
  );

  it('is hidden in the stream of events', async () => {
    policy.current = readsProduction;
    engine.apply(id, { type: 'cancel', by: ANA, reason: 'enough' });
    const { status, text } = await get(
      `/deployments/${id}/events`,
      'text/event-stream',
    );
    expect(status).toBe(200);
    expect(text).toContain('promotion_hidden');
    expect(text).not.toContain(SECRET);
  });

  it('is hidden where a decision is offered, which stays possible', async () => {
    policy.current = readsProduction;
    const { body } = await get(`/deployments/${id}`);
    expect(body.blockers).toMatchObject([
      { kind: 'promotion', code: 'promotion_hidden' },
      { kind: 'approval' },
    ]);
    const override = body.commands.find(
      ({ type }: { type: string }) => type === 'override',
    );
    expect(override).toMatchObject({
      allowed: true,
      consequence: expect.stringContaining("which you can't see"),
    });
  });
});
