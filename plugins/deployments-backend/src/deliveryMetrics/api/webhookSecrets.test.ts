import { createHmac } from 'node:crypto';
import { mockServices } from '@backstage/backend-test-utils';
import express from 'express';
import request from 'supertest';
import type { DoraSourceModel } from '../../domain/model/deploymentsModel';
import { createHookRouter, listHookPaths } from './webhookRoutes';

const SOURCES: DoraSourceModel[] = [
  {
    name: 'hub',
    type: 'github',
    webhook: true,
    events: false,
    incidentLabels: [],
  },
  {
    name: 'bus',
    type: 'github',
    webhook: false,
    events: true,
    incidentLabels: [],
  },
  { name: 'pager', type: 'pagerduty' },
  {
    name: 'alerts',
    type: 'alertmanager',
    serviceLabel: 'service',
    environmentLabel: 'environment',
  },
  { name: 'tekton', type: 'cdevents' },
];
const SECRET = 'a-secret-of-sixteen';
const BODY = JSON.stringify({ alerts: [] });

/** Headers for every kind of source, computed with a secret. */
const headers = (secret: string) => {
  const signature = createHmac('sha256', secret).update(BODY).digest('hex');
  return {
    'content-type': 'application/json',
    'x-github-event': 'ping',
    'x-hub-signature-256': `sha256=${signature}`,
    'x-pagerduty-signature': `v1=${signature}`,
    authorization: `Bearer ${secret}`,
  };
};

function portal(getSecret: (source: DoraSourceModel) => string | undefined) {
  const ingest = jest.fn(async () => ({ accepted: 0 }));
  const app = express();
  app.use(
    createHookRouter({
      sources: SOURCES,
      getSecret,
      ingestion: { ingest } as never,
      logger: mockServices.logger.mock(),
    }),
  );
  return {
    ingest,
    post: (name: string, secret: string) =>
      request(app).post(`/dora/hooks/${name}`).set(headers(secret)).send(BODY),
  };
}

describe('a webhook source without a secret', () => {
  it.each([
    ['', ''],
    ['undefined', undefined],
    ['null', undefined],
  ])(
    'rejects every request, whatever headers it has (%j)',
    async (shown, configured) => {
      const { post, ingest } = portal(() => configured);
      for (const { name } of SOURCES) {
        const { status, body } = await post(name, shown);
        expect([name, status]).toEqual([name, 404]);
        expect(body.error.message).toContain(
          `deployments.dora.sources.${name}`,
        );
      }
      expect(ingest).not.toHaveBeenCalled();
    },
  );

  it('rejects a request before reading its body', async () => {
    const { post } = portal(source =>
      source.name === 'pager' ? undefined : SECRET,
    );
    // Not JSON, an error that only authenticated senders get.
    const res = await post('pager', SECRET).send('{');
    expect(res.status).toBe(404);
  });

  it('rejects webhooks where they are disabled, even with a secret', async () => {
    const { post } = portal(() => SECRET);
    expect((await post('bus', SECRET)).status).toBe(404);
    expect((await post('alerts', SECRET)).status).toBe(200);
    expect((await post('alerts', 'another-secret-of-it')).status).toBe(401);
    expect(listHookPaths(SOURCES)).toEqual([
      '/dora/hooks/hub',
      '/dora/hooks/pager',
      '/dora/hooks/alerts',
      '/dora/hooks/tekton',
    ]);
  });
});
