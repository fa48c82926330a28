import { AuthorizeResult } from '@backstage/plugin-permission-common';
import request from 'supertest';
import { CHECKOUT, toSnapshot } from '../../__testUtils__/fixtures';
import { ANA, allowAll, as, createTestApi } from '../../__testUtils__/testApi';

describe('the outcome of a deployment', () => {
  const { app, engine, policy } = createTestApi();
  const get = async (id: string) =>
    (await request(app).get(`/deployments/${id}`).set('Authorization', as(ANA)))
      .body;

  async function register(name: string) {
    const { version } = await engine.register(CHECKOUT, {
      name,
      artifact: `img@${name}`,
    });
    return version;
  }

  const summarize = ({ id, name, artifact }: any) => ({ id, name, artifact });

  /** Starts a deployment of 1.4.2 to staging, over 1.4.1 unless it is the first, and finishes its first step. */
  async function start({ isFirst = false } = {}) {
    const version = await register('1.4.2');
    const baseline = isFirst ? undefined : await register('1.4.1');
    const { body } = await request(app)
      .post('/deployments')
      .set('Authorization', as(ANA))
      .send({
        service: CHECKOUT,
        environment: 'staging',
        versionId: version.id,
      });
    const { id } = body;
    engine.apply(id, {
      type: 'start',
      snapshot: toSnapshot(
        CHECKOUT,
        'staging',
        { ...summarize(version), flags: [] },
        baseline && summarize(baseline),
      ),
      planHash: 'h1',
      fence: 1,
    });
    engine.apply(id, { type: 'startStep', stepId: 'deploy', attempt: 1 });
    engine.apply(id, {
      type: 'reportStep',
      stepId: 'deploy',
      attempt: 1,
      result: {
        state: 'succeeded',
        effects: { candidate: { id: 'c1' }, trafficWeight: 10 },
      },
      random: 0,
    });
    engine.apply(id, { type: 'startStep', stepId: 'verify', attempt: 1 });
    return { id, version };
  }

  function finish(id: string, result: object) {
    engine.apply(id, {
      type: 'reportStep',
      stepId: 'verify',
      attempt: 1,
      result,
      random: 0,
    });
  }

  function run(version: object, environment = 'staging') {
    engine.rows.push({
      service: CHECKOUT,
      environment,
      current: { version: summarize(version), since: 0, by: ANA },
    } as any);
  }

  const SUCCEEDED = { state: 'succeeded', verdict: 'passed' };

  beforeEach(() => {
    policy.current = allowAll;
    engine.deployments.clear();
    engine.keys.clear();
    engine.known.length = 0;
    engine.rows.length = 0;
    engine.rollbacks.clear();
    engine.measured.length = 0;
  });

  it('names the failed check with its value, its worst value and how long it failed', async () => {
    const { id } = await start();
    engine.measure(id, 'verify', 0.995);
    engine.measure(id, 'verify', 0.9);
    finish(id, {
      state: 'failed',
      verdict: 'failed',
      retryable: false,
      error: { code: 'check-failed', message: 'responds was 90 %' },
    });
    const body = await get(id);
    expect(body.failure).toEqual({
      code: 'check_failed',
      stepId: 'verify',
      message: 'responds was 90 %',
    });
    expect(body.steps[1].checkStates[0]).toMatchObject({
      verdict: 'failed',
      worst: { value: 0.9 },
      failure: { value: 0.9, failedForMs: 0 },
    });
  });

  it('offers what can be done next while its version runs', async () => {
    const { id, version } = await start();
    expect((await get(id)).followUps).toBeUndefined();
    finish(id, SUCCEEDED);
    run(version);
    expect((await get(id)).followUps).toEqual({
      deploy: { allowed: true },
      promotions: [{ environment: 'production', allowed: true }],
      openIncident: { allowed: true },
    });
    run(version, 'production');
    expect((await get(id)).followUps.promotions).toEqual([]);
  });

  it('offers to remove a first version, because it cannot be rolled back', async () => {
    const { id, version } = await start({ isFirst: true });
    finish(id, SUCCEEDED);
    run(version);
    expect((await get(id)).followUps.remove).toEqual({ allowed: true });
    policy.current = ({ name }) => ({
      result:
        name === 'deployments.deployment.create'
          ? AuthorizeResult.DENY
          : AuthorizeResult.ALLOW,
    });
    expect((await get(id)).followUps.remove).toEqual({
      allowed: false,
      refusal: 'not_permitted',
    });
  });

  it('offers to roll back to its version and to compare it, once another one runs', async () => {
    const { id, version } = await start();
    finish(id, SUCCEEDED);
    run(await register('1.5.0'));
    expect((await get(id)).followUps).toMatchObject({
      rollBackTo: { allowed: false, refusal: 'not_eligible' },
      promotions: [],
      comparison: { commits: [{ id: 'a1b2c3d' }] },
    });
    engine.rollbacks.set('staging', {
      leaves: ['img@1.5.0'],
      versions: [{ version: summarize(version) }],
    });
    expect((await get(id)).followUps.rollBackTo).toEqual({ allowed: true });
  });

  it.each([
    ['deployments.deployment.create', 'deploy'],
    ['deployments.incident.write', 'openIncident'],
  ])('says that %s is missing', async (name, action) => {
    const { id, version } = await start();
    finish(id, SUCCEEDED);
    run(version);
    policy.current = permission => ({
      result:
        permission.name === name ? AuthorizeResult.DENY : AuthorizeResult.ALLOW,
    });
    expect((await get(id)).followUps[action]).toEqual({
      allowed: false,
      refusal: 'not_permitted',
    });
  });
});
