import request from 'supertest';
import { aStep, Life } from '../../domain/deployment/__testUtils__/builders';
import { CHECKOUT } from '../__testUtils__/fixtures';
import { ANA, as, createTestApi } from '../__testUtils__/testApi';

describe('records of a deployment', () => {
  const { app, engine } = createTestApi();
  const get = (path: string) =>
    request(app).get(path).set('Authorization', as(ANA));
  let id: string;

  beforeAll(async () => {
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
    engine.measure(id, 'verify', 0.5);
    engine.measure(id, 'verify', 1);
    engine.log(id, 'deploy', 'starting <b>now</b>');
    engine.log(id, 'verify', 'looking');
  });

  it('describe events in words', async () => {
    const { status, body } = await get(`/deployments/${id}/events`);
    expect(status).toBe(200);
    expect(body.items).toEqual([
      expect.objectContaining({
        seq: 1,
        type: 'requested',
        message: expect.stringContaining('ana'),
      }),
    ]);
    expect((await get(`/deployments/${id}/events?after=1`)).body.items).toEqual(
      [],
    );
  });

  it('describe events by a state that is as new as they are', async () => {
    const life = new Life({ snapshot: { steps: [aStep('deploy')] } });
    const before = life.state;
    life.pass('deploy', { trafficWeight: 100, baselineRetired: true });
    engine.deployments.set(before.id, life.events);
    // The deployment ends between the two reads.
    jest.spyOn(engine, 'get').mockResolvedValueOnce(before);
    const { body } = await get(`/deployments/${before.id}/events`);
    engine.deployments.delete(before.id);
    expect(body.items.at(-1).sentences).toEqual([
      { code: 'event_succeeded' },
      {
        code: 'running_unverified',
        params: { version: life.state.version.name },
      },
    ]);
  });

  it('list measurements after a seq and of a step', async () => {
    const all = await get(`/deployments/${id}/measurements`);
    expect(all.body.items.map((m: any) => m.outcome)).toEqual([
      'failed',
      'passed',
    ]);
    const [{ seq }] = all.body.items;
    const rest = await get(`/deployments/${id}/measurements?after=${seq}`);
    expect(rest.body.items).toHaveLength(1);
    const other = await get(`/deployments/${id}/measurements?step=deploy`);
    expect(other.body.items).toEqual([]);
  });

  it('list log lines by step and text', async () => {
    const all = await get(`/deployments/${id}/logs`);
    expect(all.body.items).toHaveLength(2);
    const found = await get(`/deployments/${id}/logs?q=look&step=verify`);
    expect(found.body.items.map((l: any) => l.line)).toEqual(['looking']);
    const bad = await get(`/deployments/${id}/logs?limit=5001`);
    expect(bad.status).toBe(400);
    expect(bad.body.error.message).toContain('limit');
  });

  it('say when retention removed logs and measurements, and then omit check states', async () => {
    const before = await get(`/deployments/${id}`);
    expect(before.body.logsRemovedAt).toBeUndefined();
    const ended = await request(app)
      .post(`/deployments/${id}/commands`)
      .set('Authorization', as(ANA))
      .send({ type: 'cancel', commandId: 'cancel-1', reason: 'test' });
    expect(ended.status).toBeLessThan(300);
    const at = Date.parse('2026-06-01T10:00:00Z');
    engine.removedRecords.set(id, { logsAt: at, measurementsAt: at });
    const removedAt = '2026-06-01T10:00:00.000Z';
    expect((await get(`/deployments/${id}/logs`)).body).toMatchObject({
      removedAt,
    });
    expect((await get(`/deployments/${id}/measurements`)).body).toMatchObject({
      removedAt,
    });
    const { body } = await get(`/deployments/${id}`);
    expect(body).toMatchObject({
      logsRemovedAt: removedAt,
      measurementsRemovedAt: removedAt,
    });
    expect(body.steps.map((step: any) => step.checkStates)).toEqual(
      body.steps.map(() => undefined),
    );
  });

  it('list the audit trail', async () => {
    engine.auditEntries.push({
      id: '1',
      at: '2026-03-02T10:00:00Z',
      actor: { principal: ANA, via: 'portal' },
      action: 'deployment.create',
      outcome: 'accepted',
    });
    const res = await get('/audit?service=component:default/checkout');
    expect(res.status).toBe(200);
    expect(res.body.items).toHaveLength(1);
  });

  it('report the engine as 503 if due work is not picked up', async () => {
    expect((await get('/health')).status).toBe(200);
    engine.stalled = true;
    const res = await get('/health');
    expect(res.status).toBe(503);
    expect(res.body.status).toBe('stalled');
  });
});
