import request from 'supertest';
import { mockCredentials } from '@backstage/backend-test-utils';
import { CHECKOUT } from '../api/__testUtils__/fixtures';
import { ANA, as, createTestApi } from '../api/__testUtils__/testApi';

const SECRET = 'postgres://slipway:hunter2@db/deployments';

describe('the API router', () => {
  const { app, engine, logger } = createTestApi();

  it.each([
    ['get', '/nothing'],
    ['patch', '/deployments'],
    ['get', '/services/a/b/c'],
    ['delete', '/environments'],
  ] as const)('has no %s %s', async (method, path) => {
    const res = await request(app)[method](path).set('Authorization', as(ANA));
    expect(res.status).toBe(404);
    expect(res.body.error.name).toBe('NotFoundError');
  });

  it.each(['/environments', '/services', '/deployments', '/audit', '/health'])(
    'rejects %s without credentials',
    async path => {
      const res = await request(app)
        .get(path)
        .set('Authorization', mockCredentials.none.header());
      expect(res.status).toBe(401);
      expect(res.body.error.name).toBe('AuthenticationError');
    },
  );

  it('rejects a body larger than 1 MB with 413', async () => {
    const res = await request(app)
      .post('/deployments')
      .set('Authorization', as(ANA))
      .send({ service: 'x'.repeat(1_100_000), environment: 'staging' });
    expect(res.status).toBe(413);
    expect(res.body.error).toEqual({
      name: 'PayloadTooLargeError',
      message:
        'The request body is larger than 1 MB, the limit of this API. Send less in one request.',
    });
  });

  it('accepts a version with a thousand commits', async () => {
    const res = await request(app)
      .post(`/services/${encodeURIComponent(CHECKOUT)}/versions`)
      .set('Authorization', as(ANA))
      .send({
        name: 'big',
        artifact: 'big',
        commits: Array.from({ length: 1000 }, (_, i) => ({
          id: `c${i}`,
          message: 'm'.repeat(300),
        })),
      });
    expect(res.status).toBe(201);
  });

  it('rejects a body that is not JSON', async () => {
    const res = await request(app)
      .post('/deployments')
      .set('Authorization', as(ANA))
      .set('Content-Type', 'application/json')
      .send('{"service":');
    expect(res.status).toBe(400);
    expect(res.body.error.message).toBe('The request body is not valid JSON');
  });

  it('answers an unexpected error only with a reference to the log', async () => {
    jest
      .spyOn(engine, 'serviceEnvironments')
      .mockRejectedValueOnce(new Error(`cannot connect to ${SECRET}`));
    const res = await request(app)
      .get(`/services/${encodeURIComponent(CHECKOUT)}/overview`)
      .set('Authorization', as(ANA));
    expect(res.status).toBe(500);
    expect(JSON.stringify(res.body)).not.toMatch(/hunter2|stack|\.ts/);
    const [, reference] = /look for ([0-9a-f-]{36})/.exec(
      res.body.error.message,
    )!;
    expect(logger.error).toHaveBeenCalledWith(
      expect.stringContaining(reference),
      expect.objectContaining({ message: expect.stringContaining(SECRET) }),
    );
  });

  it('reports that the catalog is not available, and writes the cause only to the log', async () => {
    const failing = createTestApi({
      router: {
        catalog: {
          getEntityByRef: async () => {
            throw new Error(`cannot reach ${SECRET}`);
          },
        } as any,
      },
    });
    const res = await request(failing.app)
      .get(`/services/${encodeURIComponent(CHECKOUT)}/overview`)
      .set('Authorization', as(ANA));
    expect(res.status).toBe(503);
    expect(res.body.error).toEqual({
      name: 'ServiceUnavailableError',
      message: 'The catalog is not available. Try again in a moment.',
    });
    expect(failing.logger.warn).toHaveBeenCalledWith(
      expect.any(String),
      expect.objectContaining({ message: expect.stringContaining(SECRET) }),
    );
  });

  it('never shows the settings of a target', async () => {
    for (const path of [
      '/environments',
      '/golden-paths',
      '/services',
      `/services/${encodeURIComponent(CHECKOUT)}/overview`,
    ]) {
      const res = await request(app).get(path).set('Authorization', as(ANA));
      expect(res.status).toBe(200);
      expect(res.text).not.toContain('hunter2');
    }
  });
});
