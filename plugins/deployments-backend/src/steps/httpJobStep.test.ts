import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { StepRequest } from '@slipway/backstage-plugin-deployments-node';
import type { JsonObject } from '@backstage/types';
import { parseWithSchema } from '@slipway/backstage-plugin-deployments-node/config';
import { TestTarget } from '../application/__testUtils__/TestTarget';
import { parseSettings } from '../config/__testUtils__/parseSettings';
import { httpJobStep } from './httpJobStep';

interface Call {
  method: string;
  path: string;
  key: string | undefined;
  body: string;
}

describe('the step kind http-job', () => {
  let server: Server;
  let origin: string;
  let calls: Call[];
  let answer: (call: Call, response: ServerResponse) => void;
  const lines: string[] = [];

  beforeEach(async () => {
    calls = [];
    lines.length = 0;
    answer = (_call, response) => response.end('{}');
    server = createServer(async (incoming: IncomingMessage, response) => {
      let body = '';
      for await (const chunk of incoming) {
        body += chunk;
      }
      const call = {
        method: incoming.method ?? '',
        path: incoming.url ?? '',
        key: incoming.headers['idempotency-key'] as string | undefined,
        body,
      };
      calls.push(call);
      answer(call, response);
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    server.closeAllConnections();
    return new Promise(resolve => server.close(resolve));
  });

  const requestWith = (settings: JsonObject, handle?: JsonObject) => ({
    ...({
      service: 'component:default/a',
      environment: { name: 'production', tier: 'production' },
      settings: {},
      deploymentId: 'd',
      idempotencyKey: 'd/migrate/1/1',
      fence: 1,
      deadline: Date.now() + 5_000,
      signal: AbortSignal.timeout(5_000),
      log: (line: string) => lines.push(line),
      stepId: 'migrate',
      attempt: 1,
      now: Date.now(),
      startedAt: Date.now(),
      kind: 'deploy',
      target: new TestTarget(),
      version: { id: 'v', name: '1', artifact: 'sha256:1' },
      trafficWeight: 0,
    } satisfies Omit<StepRequest, 'with'>),
    with: parseSettings(httpJobStep.schema, settings),
    ...(handle ? { handle } : {}),
  });

  const job = () => ({
    url: `${origin}/jobs?token=s3cret`,
    body: { version: '1' },
    status: {
      url: `${origin}/jobs/{id}`,
      field: 'job.state',
      succeeded: ['done'],
      failed: ['broken'],
      every: { milliseconds: 10 },
    },
    cancel: { url: `${origin}/jobs/{id}`, method: 'DELETE' },
    undo: { url: `${origin}/jobs/{id}/undo` },
  });

  it('starts a job under its key, and polls its status until it ends', async () => {
    answer = ({ method }, response) =>
      response.end(
        method === 'POST'
          ? '{"id": "a/b", "password": "hunter2"}'
          : '{"job": {"state": "running"}}',
      );
    const started = await httpJobStep.start(requestWith(job()));
    expect(started).toMatchObject({
      state: 'running',
      handle: { answer: { id: 'a/b' } },
    });
    // Only response fields that URLs use are stored, and no query is logged.
    expect(JSON.stringify([started, lines])).not.toMatch(/hunter2|s3cret/);
    const { handle } = started as { handle: JsonObject };
    expect(await httpJobStep.poll(requestWith(job(), handle))).toMatchObject({
      state: 'running',
      message: 'The job is running',
    });
    answer = (_call, response) => response.end('{"job": {"state": "done"}}');
    expect(await httpJobStep.poll(requestWith(job(), handle))).toMatchObject({
      state: 'succeeded',
    });
    expect(calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /jobs?token=s3cret',
      'GET /jobs/a%2Fb',
      'GET /jobs/a%2Fb',
    ]);
    expect(calls[0]).toMatchObject({
      key: 'd/migrate/1/1',
      body: '{"version":"1"}',
    });
  });

  it('fails without a retry if the job reports failure', async () => {
    answer = (_call, response) => response.end('{"job": {"state": "broken"}}');
    const handle = { answer: { id: '7' } };
    expect(await httpJobStep.poll(requestWith(job(), handle))).toMatchObject({
      state: 'failed',
      retryable: false,
    });
  });

  it('reads an item of a list, such as a condition of Kubernetes', async () => {
    answer = (_call, response) =>
      response.end('{"status": {"conditions": [{"status": "True"}]}}');
    const settings = {
      ...job(),
      status: {
        ...job().status,
        field: 'status.conditions.0.status',
        succeeded: ['True'],
        failed: ['False'],
      },
    };
    const handle = { answer: { id: '7' } };
    expect(await httpJobStep.poll(requestWith(settings, handle))).toMatchObject(
      { state: 'succeeded' },
    );
  });

  it("shows the job's message from the configured field, shortened", async () => {
    const reason = `no index: ${'x'.repeat(10_000)}`;
    answer = (_call, response) =>
      response.end(JSON.stringify({ job: { state: 'broken', reason } }));
    const settings = job();
    const failed = await httpJobStep.poll(
      requestWith(
        { ...settings, status: { ...settings.status, message: 'job.reason' } },
        { answer: { id: '7' } },
      ),
    );
    const { error } = failed as { error: { message: string } };
    expect(error.message).toMatch(/^The job ended: broken \(no index: x+\)$/);
    expect(error.message.length).toBeLessThan(600);
  });

  it.each([
    [400, { state: 'failed', retryable: false }],
    [401, { state: 'failed', retryable: false }],
    // The job may have started, so the same key is used again; a new attempt would have another.
    [429, { state: 'running' }],
    [500, { state: 'running' }],
    [503, { state: 'running' }],
    [302, { state: 'failed', retryable: false }],
  ])(
    'derives the result from a response with status %d',
    async (status, expected) => {
      answer = (_call, response) => {
        response.writeHead(status, { location: 'http://169.254.169.254/' });
        response.end();
      };
      expect(await httpJobStep.start(requestWith(job()))).toMatchObject(
        expected,
      );
      expect(calls).toHaveLength(1);
    },
  );

  it('repeats the request under the same key when the connection breaks', async () => {
    answer = (_call, response) => response.destroy();
    const lost = await httpJobStep.start(requestWith(job()));
    expect(lost).toMatchObject({ state: 'running' });
    expect(lost).not.toHaveProperty('handle');
    answer = (_call, response) => response.end('{"id": 1}');
    expect(await httpJobStep.poll(requestWith(job()))).toMatchObject({
      state: 'running',
      handle: { answer: { id: '1' } },
    });
    expect(calls.map(({ key }) => key)).toEqual([
      'd/migrate/1/1',
      'd/migrate/1/1',
    ]);
  });

  it('fails with a retryable error if the request was not sent', async () => {
    server.close();
    const nobody = { url: origin };
    expect(await httpJobStep.start(requestWith(nobody))).toMatchObject({
      state: 'failed',
      retryable: true,
      error: { code: 'not-sent' },
    });
  });

  it('cancels a job, with an unknown outcome if the response is lost', async () => {
    const handle = { answer: { id: '7' } };
    expect(await httpJobStep.cancel(requestWith(job(), handle))).toBe(
      'cancelled',
    );
    expect(await httpJobStep.cancel(requestWith(job()))).toBe('unknown');
    answer = (_call, response) => {
      response.statusCode = 500;
      response.end();
    };
    expect(await httpJobStep.cancel(requestWith(job(), handle))).toBe(
      'unknown',
    );
  });

  it('undoes its change if an undo request is configured', async () => {
    const handle = { answer: { id: '7' } };
    expect(await httpJobStep.undo?.(requestWith(job(), handle))).toMatchObject({
      state: 'succeeded',
    });
    expect(calls).toMatchObject([{ method: 'POST', path: '/jobs/7/undo' }]);
  });

  it.each([
    'http://{{ inputs.host }}/jobs',
    'https://jobs.{{ inputs.zone }}.example/x',
    'ftp://example.com/x',
    '/relative',
    '{{ inputs.url }}',
  ])('rejects %s, because people who deploy must not choose the host', url => {
    expect(parseWithSchema(httpJobStep.schema, { url }).success).toBe(false);
  });

  it('lets templates fill in parts of path and query', () => {
    const url = 'https://example.com/{{ inputs.a }}?v={{ version.name }}';
    expect(parseWithSchema(httpJobStep.schema, { url }).success).toBe(true);
  });

  it('stays unknown if an earlier request under its key may have arrived', async () => {
    answer = (_call, response) => response.destroy();
    const first = await httpJobStep.start(requestWith(job()));
    expect(first).toMatchObject({ state: 'running' });
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
    // A failure would be retried under another key, and the job could run twice.
    const again = { ...requestWith(job()), isRepeat: true };
    expect(await httpJobStep.poll(again)).toMatchObject({ state: 'running' });
    expect(await httpJobStep.start(again)).toMatchObject({ state: 'running' });
    expect(await httpJobStep.start(requestWith(job()))).toMatchObject({
      state: 'failed',
      notSent: true,
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  });

  it('stores the response fields for its undo, even without a status request', async () => {
    const { status: _, ...settings } = job();
    answer = (_call, response) => response.end('{"id": 7}');
    const started = await httpJobStep.start(requestWith(settings));
    expect(started).toMatchObject({ handle: { answer: { id: '7' } } });
    const { handle } = started as { handle: JsonObject };
    expect(await httpJobStep.poll(requestWith(settings, handle))).toMatchObject(
      { state: 'succeeded' },
    );
    await httpJobStep.undo?.(requestWith(settings, handle));
    expect(calls.map(({ path }) => path)).toEqual([
      '/jobs?token=s3cret',
      '/jobs/7/undo',
    ]);
  });

  it('does not let a response choose the host', () => {
    const url = 'https://{host}/jobs';
    expect(
      parseWithSchema(httpJobStep.schema, { url: origin, cancel: { url } })
        .success,
    ).toBe(false);
  });

  it('names the header and the request that cannot be sent', () => {
    const settings = parseSettings(httpJobStep.schema, {
      ...job(),
      undo: { url: `${origin}/jobs/{id}`, headers: { 'x-why': 'naïve ✗' } },
    });
    expect(httpJobStep.findProblems?.(settings)).toEqual([
      expect.stringContaining('the header x-why cannot be sent'),
    ]);
  });
});
