import type { JsonObject } from '@backstage/types';
import type { ApplyRequest } from '@slipway/backstage-plugin-deployments-node';
import {
  SERVICE_SETTINGS,
  startDeploymentService,
  type DeploymentServiceUnderTest,
} from '../__testUtils__/startDeploymentService';
import { httpConfigSchema } from '../config/httpConfigSchema';
import { createEndpointClient, type EndpointClient } from './endpointClient';
import { createHttpTarget } from './httpTarget';

const TOKEN = 'Bearer t0ken-of-the-portal';

describe('the target http', () => {
  let service: DeploymentServiceUnderTest;
  let client: EndpointClient;
  let lines: string[];

  beforeEach(async () => {
    lines = [];
    service = await startDeploymentService();
    const { endpoints } = httpConfigSchema.parse({
      endpoints: {
        deployer: {
          url: `${service.url}/`,
          headers: { authorization: TOKEN },
          requestTimeout: '5s',
        },
      },
    });
    client = createEndpointClient(endpoints.deployer!);
  });
  afterEach(async () => {
    client.close();
    await service.close();
  });

  const target = () => createHttpTarget(new Map([['deployer', client]]));
  const buildRequest = (
    settings: JsonObject = SERVICE_SETTINGS,
    overrides: Partial<ApplyRequest> = {},
  ): ApplyRequest => ({
    service: 'component:default/checkout',
    environment: { name: 'staging', tier: 'staging' },
    settings,
    deploymentId: 'd1',
    idempotencyKey: 'd1/deploy/1/1',
    fence: 4,
    deadline: Date.now() + 10_000,
    signal: AbortSignal.timeout(10_000),
    log: line => lines.push(line),
    version: { name: '1.4.2', artifact: 'sha256:aaaa' },
    intent: 'deploy',
    ...overrides,
  });

  it('sends the key, the fence and the credential, and what to deploy', async () => {
    await target().apply(
      buildRequest(SERVICE_SETTINGS, { expected: 'sha256:before' }),
    );
    expect(service.requests).toMatchObject([
      {
        method: 'POST',
        path: '/deployments',
        headers: {
          'idempotency-key': 'd1/deploy/1/1',
          'slipway-fence': '4',
          'content-type': 'application/json',
          authorization: TOKEN,
        },
        body: {
          service: 'component:default/checkout',
          environment: 'staging',
          deployment: 'd1',
          version: { name: '1.4.2', artifact: 'sha256:aaaa', commit: null },
          intent: 'deploy',
          restart: false,
          expected: 'sha256:before',
        },
      },
    ]);
    expect(lines).toEqual(['POST /deployments: HTTP 202']);
  });

  it('fills in its own body and path, encoded', async () => {
    const settings = {
      ...SERVICE_SETTINGS,
      apply: {
        path: '/deployments/{version.name}?to={environment.name}',
        method: 'PUT',
        body: {
          image: '{version.artifact}',
          note: 'by {deployment.id}',
          restart: '{restart}',
          was: '{expected}',
        },
      },
    };
    await expect(
      target().apply(
        buildRequest(settings, {
          version: { name: '1/../../admin?x=1#', artifact: 'sha256:aaaa' },
        }),
      ),
    ).rejects.toMatchObject({ code: 'http_404', retryable: false });
    expect(service.requests).toMatchObject([
      {
        path: '/deployments/1%2F..%2F..%2Fadmin%3Fx%3D1%23?to=staging',
        body: {
          image: 'sha256:aaaa',
          note: 'by d1',
          restart: false,
          was: null,
        },
      },
    ]);
  });

  it('refuses a version name that would be a step up in the path', async () => {
    const settings = {
      ...SERVICE_SETTINGS,
      apply: { path: '/deployments/{version.name}' },
    };
    await expect(
      target().apply(
        buildRequest(settings, { version: { name: '..', artifact: 'a' } }),
      ),
    ).rejects.toMatchObject({ code: 'template', notSent: true });
    expect(service.requests).toEqual([]);
  });

  it('repeats a request without a response under its key, and does the work once', async () => {
    service.faults.push({ of: 'change', fault: { kind: 'lost-response' } });
    const request = buildRequest();
    const handle = await target().apply(request);
    expect(await target().poll({ ...request, handle })).toMatchObject({
      state: 'ready',
      candidate: { id: 'release-job-1' },
    });
    const keys = service.requests
      .filter(({ method }) => method === 'POST')
      .map(({ headers }) => headers['idempotency-key']);
    expect(keys).toEqual(['d1/deploy/1/1', 'd1/deploy/1/1']);
  });

  it('does not repeat a request again once it has a response', async () => {
    service.faults.push({ of: 'change', fault: { kind: 'lost-response' } });
    const request = buildRequest();
    const under = target();
    const handle = await under.apply(request);
    service.gate = 'held';
    await under.poll({ ...request, handle });
    await under.poll({ ...request, handle });
    service.gate = undefined;
    expect(await under.poll({ ...request, handle })).toMatchObject({
      state: 'ready',
    });
    expect(
      service.requests.filter(({ method }) => method === 'POST'),
    ).toHaveLength(2);
  });

  it.each([404, 409, 410])(
    'takes %i to a repeated request for unknown, not for a refusal',
    async status => {
      service.faults.push(
        { of: 'change', fault: { kind: 'lost-response' } },
        { of: 'change', fault: { kind: 'status', status } },
      );
      const request = buildRequest();
      const handle = await target().apply(request);
      expect(await target().poll({ ...request, handle })).toMatchObject({
        state: 'working',
        message: expect.stringContaining(`HTTP ${status}`),
      });
      expect(await target().poll({ ...request, handle })).toMatchObject({
        state: 'ready',
      });
    },
  );

  it.each([400, 401, 403, 422])(
    'takes %i for a refusal, even to a repeated request',
    async status => {
      service.faults.push({ of: 'change', fault: { kind: 'status', status } });
      await expect(
        target().apply(buildRequest(undefined, { isRepeat: true })),
      ).rejects.toMatchObject({ code: `http_${status}` });
    },
  );

  it('says that nothing was sent if the service is down, except for a repeated request', async () => {
    await service.close();
    await expect(target().apply(buildRequest())).rejects.toMatchObject({
      code: 'not_sent',
      notSent: true,
      retryable: true,
    });
    expect(
      await target().apply(buildRequest(undefined, { isRepeat: true })),
    ).toMatchObject({ id: 'd1/deploy/1/1' });
  });

  it.each([
    [409, { code: 'overtaken' }, { code: 'overtaken', retryable: false }],
    [409, { code: 'key_reused' }, { code: 'key_reused', retryable: false }],
    [
      409,
      { code: 'fenced', fence: 9 },
      { name: 'FencedError', seen: 9, given: 4 },
    ],
    [409, { code: 'other' }, { code: 'http_409', retryable: false }],
    [401, {}, { code: 'http_401', retryable: false }],
    [
      302,
      {},
      {
        code: 'http_302',
        message: expect.stringContaining('redirects are not followed'),
      },
    ],
  ])('takes %i %j for a refusal', async (status, body, error) => {
    service.faults.push({
      of: 'change',
      fault: { kind: 'status', status, body: body as JsonObject },
    });
    await expect(target().apply(buildRequest())).rejects.toMatchObject(error);
  });

  it('hides its credential if the service repeats it', async () => {
    service.faults.push({
      of: 'change',
      fault: {
        kind: 'status',
        status: 403,
        body: { message: 't0ken-of-the-portal may not do this' },
      },
    });
    await expect(target().apply(buildRequest())).rejects.toThrow(
      /\*\*\* may not do this/,
    );
    expect(lines.join()).not.toContain('t0ken');
  });

  it('shows why a deployment failed, and what it waits for', async () => {
    const request = buildRequest(undefined, {
      version: { name: '2-broken', artifact: 'sha256:bbbb' },
    });
    const handle = await target().apply(request);
    service.gate = 'held';
    expect(await target().poll({ ...request, handle })).toMatchObject({
      state: 'waiting',
      message: 'The deployment service reports held: Ask Eva',
      pollAfterMs: 1_000,
    });
    service.gate = undefined;
    expect(await target().poll({ ...request, handle })).toMatchObject({
      state: 'failed',
      code: 'failed',
      message: 'The deployment service reports error: It exits with code 1',
    });
  });

  it('fails if the service reports success, but nobody sees the version in time', async () => {
    const settings = { ...SERVICE_SETTINGS, readyWithin: '1s' };
    const request = buildRequest(settings);
    const under = target();
    const handle = await under.apply(request);
    service.replace({ name: 'other', artifact: 'sha256:cccc' });
    expect(await under.poll({ ...request, handle })).toMatchObject({
      state: 'working',
    });
    await new Promise(resolve => setTimeout(resolve, 1_100));
    expect(await under.poll({ ...request, handle })).toMatchObject({
      state: 'failed',
      code: 'not_deployed',
    });
  });

  it.each([
    ['a status of an error', { kind: 'status', status: 500 }],
    ['no status that it knows', { kind: 'status', status: 404 }],
    [
      'something else',
      { kind: 'status', status: 200, body: { running: 'yes' } },
    ],
    ['no field', { kind: 'status', status: 200, body: { other: [] } }],
    ['no response', { kind: 'lost-response' }],
  ] as const)(
    'throws, instead of observing nothing, for %s',
    async (_, fault) => {
      service.faults.push({ of: 'read', fault: fault as never });
      await expect(target().observe(buildRequest())).rejects.toThrow(/\S/);
    },
  );

  it('observes nothing for a status that means so', async () => {
    const settings = {
      ...SERVICE_SETTINGS,
      observe: { ...SERVICE_SETTINGS.observe, emptyOn: [404] },
    };
    service.faults.push({ of: 'read', fault: { kind: 'status', status: 404 } });
    expect((await target().observe(buildRequest(settings))).instances).toEqual(
      [],
    );
  });

  it.each([
    [
      { apply: { path: 'https://evil.example' } },
      /apply.path: expected a path/,
    ],
    [{ apply: { path: '//evil.example' } }, /apply.path: expected a path/],
    [
      { apply: { path: '/a/../b' } },
      /apply.path: must not contain the segments/,
    ],
    [{ apply: { path: '/a/{version.nam}' } }, /unknown name \{version.nam\}/],
    [
      { apply: { path: '/a', body: { a: ['{secret}'] } } },
      /unknown name \{secret\}/,
    ],
    [
      { apply: { path: '/a', headers: { a: 'b' } } },
      /apply\.headers: unknown key/,
    ],
    [
      { abort: undefined, setTraffic: undefined },
      /abort: is missing: without it, a deployment that fails/,
    ],
    [{ finalize: undefined }, /finalize: is missing: with setTraffic/],
    [{ endpoint: 'deploier' }, /did you mean "deployer"/],
  ])('rejects the settings %j', (change, message) => {
    const settings = { ...SERVICE_SETTINGS, ...change } as JsonObject;
    expect(target().validateSettings(settings).join('\n')).toMatch(message);
  });

  it.each([
    [{}, ['side-by-side', 'weights', 'remove', 'fence']],
    [{ setTraffic: undefined, fence: false }, ['remove']],
    [{ setTraffic: undefined, remove: undefined, fence: false }, []],
  ])('can do what its settings allow: %j', (change, capabilities) => {
    expect(
      target().getCapabilities!({
        ...SERVICE_SETTINGS,
        ...change,
      } as JsonObject),
    ).toEqual(capabilities);
  });

  it('names the missing key without configuration', async () => {
    const unconfigured = createHttpTarget(undefined);
    expect(unconfigured.validateSettings(SERVICE_SETTINGS)).toEqual([]);
    await expect(unconfigured.apply(buildRequest())).rejects.toMatchObject({
      code: 'not_configured',
      notSent: true,
      message: expect.stringContaining('deployments.http.endpoints'),
    });
  });
});
