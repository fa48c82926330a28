import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  deploymentControlPermission,
  type Deployment,
} from '@slipway/backstage-plugin-deployments-common';
import request from 'supertest';
import type { StoredWatch } from '../../domain/watch/storedWatch';
import { CHECKOUT } from '../__testUtils__/fixtures';
import {
  ANA,
  allowAll,
  as,
  asService,
  createTestApi,
} from '../__testUtils__/testApi';

const STARTED_AT = Date.parse('2026-03-01T12:00:00Z');
const HOUR = 3600_000;

describe('the watch of a deployment', () => {
  const { app, engine, policy } = createTestApi();
  let id: string;

  beforeEach(async () => {
    policy.current = allowAll;
    engine.watched.clear();
    engine.rows.length = 0;
    engine.deployments.clear();
    const { version } = await engine.register(CHECKOUT, {
      name: '1.5.0',
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
    engine.apply(id, { type: 'cancel', by: ANA });
  });

  function watch(overrides: Partial<StoredWatch> = {}): void {
    engine.watched.set(id, {
      deploymentId: id,
      service: CHECKOUT,
      environment: 'staging',
      version: { id: 'v1', name: '1.5.0', artifact: 'a' },
      state: 'watching',
      onBreach: 'rollback',
      startedAt: STARTED_AT,
      progress: {
        endsAt: STARTED_AT + 24 * HOUR,
        unmeasuredMs: 0,
        measuredAt: STARTED_AT + HOUR,
        checks: [
          { name: 'responds', status: 'passing' },
          {
            name: 'availability',
            status: 'failing',
            failingSince: STARTED_AT + HOUR,
            message: '97 % (needs ≥ 99 %)',
          },
        ],
      },
      ...overrides,
    });
  }

  const get = async (): Promise<Deployment> =>
    (await request(app).get(`/deployments/${id}`).set('Authorization', as(ANA)))
      .body;
  const end = (authorization: string) =>
    request(app)
      .post(`/deployments/${id}/watch/end`)
      .set('Authorization', authorization)
      .send({ reason: 'known problem' });
  const staging = async (deploymentId: string) => {
    engine.rows.push({
      service: CHECKOUT,
      environment: 'staging',
      fence: 1,
      current: {
        version: {
          id: 'v1',
          name: '1.5.0',
          artifact: deploymentId === id ? 'a' : 'b',
        },
        since: STARTED_AT,
        by: ANA,
        deploymentId,
        verification: 'passed',
      },
    });
    const { body } = await request(app)
      .get(`/services/${encodeURIComponent(CHECKOUT)}/overview`)
      .set('Authorization', as(ANA));
    return body.environments.find(
      (it: { environment: { name: string } }) =>
        it.environment.name === 'staging',
    );
  };

  it('is shown with its checks and its end', async () => {
    watch();
    expect(await get()).toMatchObject({
      mayEndWatch: true,
      watch: {
        state: 'watching',
        endsAt: '2026-03-02T12:00:00.000Z',
        checks: [
          { name: 'responds', status: 'passing' },
          {
            name: 'availability',
            status: 'failing',
            failingSince: '2026-03-01T13:00:00.000Z',
          },
        ],
      },
    });
    expect(await staging(id)).toMatchObject({ watch: { state: 'watching' } });
  });

  it('is absent from a deployment that was not watched', async () => {
    expect(await get()).not.toHaveProperty('watch');
  });

  it('stays on the environment after the rollback that answered it, and no longer', async () => {
    watch({
      state: 'breached',
      response: { kind: 'rollback', deploymentId: 'd2' },
    });
    expect(await staging('d2')).toMatchObject({
      watch: { state: 'breached', response: { deploymentId: 'd2' } },
    });
    engine.rows.length = 0;
    expect(await staging('d3')).not.toHaveProperty('watch');
  });

  it('is ended by a person with the permission to control deployments', async () => {
    watch();
    const { status, body } = await end(as(ANA));
    expect(status).toBe(200);
    expect(body.watch).toMatchObject({
      state: 'ended',
      reason: 'known problem',
    });
    expect((await end(as(ANA))).status).toBe(409);
  });

  it('is not ended by others', async () => {
    watch();
    expect((await end(asService())).status).toBe(403);
    policy.current = ({ name }) => ({
      result:
        name === deploymentControlPermission.name
          ? AuthorizeResult.DENY
          : AuthorizeResult.ALLOW,
    });
    expect((await end(as(ANA))).status).toBe(403);
    expect(await get()).toMatchObject({
      mayEndWatch: false,
      watch: { state: 'watching' },
    });
  });
});
