import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { StepRequest } from '@slipway/backstage-plugin-deployments-node';
import type { JsonObject } from '@backstage/types';
import { parseWithSchema } from '@slipway/backstage-plugin-deployments-node/config';
import { TestTarget } from '../application/__testUtils__/TestTarget';
import { parseSettings } from '../config/__testUtils__/parseSettings';
import { createNotifyStep } from './notifyStep';

type Sent = Parameters<NotificationService['send']>[0];

interface Call {
  headers: Record<string, unknown>;
  body: unknown;
}

describe('the step kind notify', () => {
  let server: Server;
  let url: string;
  let calls: Call[];
  let sent: Sent[];
  /** The response status of the receiver. */
  let status: number;

  const kind = createNotifyStep({
    notifications: {
      send: async notification => {
        sent.push(notification);
      },
    },
  });

  beforeEach(async () => {
    calls = [];
    sent = [];
    status = 204;
    server = createServer(async (request, response) => {
      let text = '';
      for await (const chunk of request) {
        text += chunk;
      }
      calls.push({ headers: request.headers, body: JSON.parse(text) });
      response.writeHead(status).end();
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    url = `http://127.0.0.1:${port}/hook?token=s3cret`;
  });
  afterEach(() => {
    server.closeAllConnections();
    return new Promise(resolve => server.close(resolve));
  });

  const requestWith = (settings: JsonObject) => ({
    ...({
      service: 'component:default/checkout',
      environment: { name: 'production', tier: 'production' },
      settings: {},
      deploymentId: 'd',
      idempotencyKey: 'd/tell/1/1',
      fence: 1,
      deadline: Date.now() + 5_000,
      signal: AbortSignal.timeout(5_000),
      log: () => {},
      stepId: 'tell',
      attempt: 1,
      now: Date.now(),
      startedAt: Date.now(),
      kind: 'deploy',
      target: new TestTarget(),
      version: { id: 'v', name: '1.4.0', artifact: 'sha256:14' },
      trafficWeight: 0,
    } satisfies Omit<StepRequest, 'with'>),
    with: parseSettings(kind.schema, { message: 'Halfway there', ...settings }),
  });

  /** Calls the step as the engine does: polls it with its handle until it ends, and passes `kept` to later attempts. */
  async function run(settings: JsonObject, attempt = 1, before?: JsonObject) {
    let kept = before;
    const request = () => ({
      ...requestWith(settings),
      attempt,
      idempotencyKey: `d/tell/${attempt}/1`,
      ...(kept ? { kept } : {}),
    });
    let result = await kind.start(request());
    while (result.state === 'running') {
      kept = result.handle?.kept as JsonObject;
      result = await kind.poll({ ...request(), handle: result.handle });
    }
    return { result, kept };
  }

  it('notifies people and groups, with a link to the deployment', async () => {
    const to = ['user:default/ana', 'group:default/shop'];
    expect(await kind.start(requestWith({ to }))).toEqual({
      state: 'succeeded',
    });
    expect(sent).toEqual([
      {
        recipients: { type: 'entity', entityRef: to },
        payload: {
          title: 'checkout 1.4.0 in production',
          description: 'Halfway there',
          link: '/deployments/d',
          topic: 'deployments',
          scope: 'd/tell/people',
        },
      },
    ]);
    expect(calls).toEqual([]);
  });

  it('calls a webhook under a key of deployment, step and recipient', async () => {
    const headers = { authorization: 'Bearer t0ken' };
    expect((await run({ webhook: { url, headers } })).result).toEqual({
      state: 'succeeded',
    });
    expect(sent).toEqual([]);
    expect(calls).toMatchObject([
      {
        headers: {
          'content-type': 'application/json',
          'idempotency-key': 'd/tell/webhook',
          authorization: 'Bearer t0ken',
        },
        body: {
          message: 'Halfway there',
          deploymentId: 'd',
          service: 'component:default/checkout',
          environment: 'production',
          version: '1.4.0',
          artifact: 'sha256:14',
        },
      },
    ]);
  });

  it('repeats the same message after a crash, with the same scope and key', async () => {
    const request = requestWith({
      to: ['user:default/ana'],
      webhook: { url },
    });
    await kind.start(request);
    await kind.start({ ...request, isRepeat: true });
    const kept = { message: 'Halfway there', told: ['people'] };
    await kind.poll({ ...request, kept });
    await kind.poll({ ...request, kept });
    expect(sent.length).toBe(2);
    expect(calls.length).toBe(2);
    expect(new Set(sent.map(({ payload }) => payload.scope)).size).toBe(1);
    expect(
      new Set(calls.map(({ headers }) => headers['idempotency-key'])).size,
    ).toBe(1);
  });

  it('notifies people once however often the webhook is retried, always with the same body', async () => {
    status = 503;
    const to = ['user:default/ana'];
    const first = await run({ to, webhook: { url }, message: 'First' });
    expect(first.result).toMatchObject({ state: 'failed', retryable: true });
    const second = { to, webhook: { url }, message: 'Another by now' };
    const again = await run(second, 2, first.kept);
    expect(again.result).toMatchObject({ state: 'failed', retryable: true });
    status = 204;
    const third = await run(second, 3, again.kept);
    expect(third.result).toEqual({ state: 'succeeded' });
    expect(sent.map(({ payload }) => payload.description)).toEqual(['First']);
    expect(
      calls.map(({ headers, body }) => [
        headers['idempotency-key'],
        (body as JsonObject).message,
      ]),
    ).toEqual(Array(3).fill(['d/tell/webhook', 'First']));
  });

  it.each([400, 404, 500, 302])(
    'fails with a retryable error if the webhook responds with %s, without the query in the message',
    async answer => {
      status = answer;
      const { result } = await run({ webhook: { url } });
      expect(result).toMatchObject({
        state: 'failed',
        error: {
          code: 'webhook',
          message: expect.stringContaining(`${answer}`),
        },
        retryable: true,
      });
      expect(JSON.stringify(result)).not.toContain('s3cret');
    },
  );

  it('fails with a retryable error if nothing listens', async () => {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
    const { result } = await run({ webhook: { url } });
    expect(result).toMatchObject({ state: 'failed', retryable: true });
    expect(JSON.stringify(result)).not.toContain('s3cret');
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  });

  it('changes nothing, and describes its recipients without secrets', () => {
    const settings = parseSettings(kind.schema, {
      message: 'm',
      to: ['user:default/ana'],
      webhook: { url },
    });
    expect(kind.changes(settings)).toBe('none');
    const said = kind.describe(settings, {});
    expect(said).toContain('user:default/ana');
    expect(said).not.toContain('s3cret');
  });

  it.each([
    ['has no recipient', { message: 'm' }],
    ['has an empty "to"', { message: 'm', to: [] }],
    ['says nothing', { message: '', to: ['user:default/ana'] }],
    ['is no URL', { message: 'm', webhook: { url: 'file:///etc/passwd' } }],
    ['has an unknown key', { message: 'm', to: ['a'], too: true }],
  ])('rejects settings with a message that %s', (_case, settings) => {
    expect(parseWithSchema(kind.schema, settings).success).toBe(false);
  });
});
