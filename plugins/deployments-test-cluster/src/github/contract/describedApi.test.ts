import { BASE, startAcme } from '../__testUtils__/startAcme';
import { DescribedApi, Operation, RawRequest } from './describedApi';
import { loadDescription } from './loadDescription';

const PATH = '/repos/acme/checkout/actions/workflows/deploy.yml/dispatches';

function buildRequest(overrides: Partial<RawRequest> = {}): RawRequest {
  const path = overrides.path ?? PATH;
  return {
    method: 'POST',
    path,
    url: new URL(path, 'http://127.0.0.1'),
    accept: '*/*',
    text: JSON.stringify({ ref: 'main' }),
    ...overrides,
  };
}

async function serve(
  operationId: string,
  operation: Operation,
  profile: 'github.com' | 'ghes-3.17' = 'github.com',
) {
  return DescribedApi.create({
    description: loadDescription(profile),
    operations: { [operationId]: operation },
  });
}

describe('a request that the description refuses', () => {
  const operation = jest.fn(() => ({ status: 204 }));

  beforeEach(() => operation.mockClear());

  it.each([
    ['a body of the wrong type', { ref: 7 }, '/requestBody/ref must be string'],
    [
      'inputs of the wrong type',
      { ref: 'main', inputs: 'version=1' },
      '/requestBody/inputs must be object',
    ],
    [
      'a missing field',
      { inputs: {} },
      "/requestBody must have required property 'ref'",
    ],
  ])('never reaches the operation: %s', async (_name, body, error) => {
    const api = await serve('actions/create-workflow-dispatch', operation);
    const response = await api.handle(
      buildRequest({ text: JSON.stringify(body) }),
    );
    expect(response).toMatchObject({
      status: 422,
      body: { message: expect.stringContaining(error) },
    });
    expect(operation).not.toHaveBeenCalled();
    expect(api.violations).toEqual([
      { direction: 'request', method: 'POST', path: PATH, errors: [error] },
    ]);
  });

  it('is refused without a body', async () => {
    const api = await serve('actions/create-workflow-dispatch', operation);
    expect(await api.handle(buildRequest({ text: '' }))).toMatchObject({
      status: 422,
    });
    expect(operation).not.toHaveBeenCalled();
  });

  it('is refused if its body is not JSON', async () => {
    const api = await serve('actions/create-workflow-dispatch', operation);
    expect(await api.handle(buildRequest({ text: '{"ref":' }))).toMatchObject({
      status: 400,
      body: { message: 'Problems parsing JSON' },
    });
    expect(api.violations).toHaveLength(1);
  });

  it('is refused if the query has a parameter that GitHub does not know', async () => {
    const list = jest.fn();
    const api = await serve('actions/list-workflow-runs-for-repo', list);
    const path = '/repos/acme/checkout/actions/runs';
    const response = await api.handle(
      buildRequest({
        method: 'GET',
        path,
        url: new URL(`${path}?workflow=deploy.yml`, 'http://127.0.0.1'),
        text: '',
      }),
    );
    expect(response.status).toBe(422);
    expect(list).not.toHaveBeenCalled();
  });

  it('is refused if a number of the path is none', async () => {
    const get = jest.fn();
    const api = await serve('actions/get-workflow-run', get);
    const response = await api.handle(
      buildRequest({
        method: 'GET',
        path: '/repos/acme/checkout/actions/runs/latest',
        text: '',
      }),
    );
    expect(response.status).toBe(422);
    expect(get).not.toHaveBeenCalled();
  });

  it('is refused if GitHub has no such operation', async () => {
    const api = await serve('actions/create-workflow-dispatch', operation);
    const response = await api.handle(buildRequest({ path: '/repos/acme' }));
    expect(response.status).toBe(404);
    expect(api.violations).toMatchObject([
      { errors: ['The description has no such operation.'] },
    ]);
  });

  it('is reported if the stand-in does not implement the operation', async () => {
    const api = await serve('actions/create-workflow-dispatch', operation);
    const response = await api.handle(
      buildRequest({
        method: 'GET',
        path: '/repos/acme/checkout/releases',
        text: '',
      }),
    );
    expect(response.status).toBe(501);
    expect(api.violations).toMatchObject([
      { errors: ['The stand-in does not implement repos/list-releases.'] },
    ]);
  });
});

describe('a response that the description refuses', () => {
  it.each<[string, ReturnType<Operation>, string]>([
    [
      'without a required field',
      { status: 200, body: { workflow_run_id: 1, run_url: 'http://a/' } },
      "the whole must have required property 'html_url'",
    ],
    [
      'with a field of the wrong type',
      {
        status: 200,
        body: {
          workflow_run_id: '1',
          run_url: 'http://a/',
          html_url: 'http://a/',
        },
      },
      '/workflow_run_id must be integer',
    ],
    [
      'with a URL that is none',
      {
        status: 200,
        body: { workflow_run_id: 1, run_url: 'runs/1', html_url: 'http://a/' },
      },
      '/run_url must match format "uri"',
    ],
    [
      'with a status that GitHub never returns here',
      { status: 201, body: {} },
      'The description has no status 201 here.',
    ],
    [
      'with a body where there is none',
      { status: 204, body: {} },
      '204 has no body.',
    ],
    [
      'with an error that has no message',
      { status: 422, body: { error: 'no' } },
      'An error needs a message.',
    ],
  ])('becomes a 500: %s', async (_name, wrong, error) => {
    const api = await serve('actions/create-workflow-dispatch', () => wrong);
    const response = await api.handle(buildRequest());
    expect(response).toMatchObject({
      status: 500,
      body: { message: expect.stringContaining(error) },
    });
    expect(api.violations).toMatchObject([
      { direction: 'response', errors: expect.arrayContaining([error]) },
    ]);
  });

  it('is found in the description of the profile', async () => {
    const details = {
      status: 200,
      body: { workflow_run_id: 1, run_url: 'http://a/', html_url: 'http://a/' },
    };
    const operationId = 'actions/create-workflow-dispatch';
    const cloud = await serve(operationId, () => details);
    expect(await cloud.handle(buildRequest())).toEqual(details);
    const server = await serve(operationId, () => details, 'ghes-3.17');
    expect(await server.handle(buildRequest())).toMatchObject({ status: 500 });
  });

  it('is found for a redirect without a location', async () => {
    const api = await serve(
      'actions/download-job-logs-for-workflow-run',
      () => ({ status: 302 }),
    );
    const response = await api.handle(
      buildRequest({
        method: 'GET',
        path: '/repos/acme/checkout/actions/jobs/7/logs',
        text: '',
      }),
    );
    expect(response.status).toBe(500);
    expect(api.violations).toMatchObject([
      { errors: ['302 needs a location.'] },
    ]);
  });
});

it('passes failures of an operation on', async () => {
  const api = await serve('actions/create-workflow-dispatch', () => {
    throw new TypeError('a mistake in the stand-in');
  });
  await expect(api.handle(buildRequest())).rejects.toThrow('a mistake');
});

it('decodes the parameters of the path, slashes included', async () => {
  const get = jest.fn((_request: Parameters<Operation>[0]) => ({
    status: 404,
    body: { message: 'Not Found' },
  }));
  const api = await serve('repos/get-content', get);
  for (const path of [
    '/repos/acme/checkout/contents/.github/workflows/deploy.yml',
    '/repos/acme/checkout/contents/.github%2Fworkflows%2Fdeploy.yml',
    '/repos/acme/checkout/contents/100%2525.md',
  ]) {
    await api.handle(buildRequest({ method: 'GET', path, text: '' }));
  }
  expect(get.mock.calls.map(([{ params }]) => params.path)).toEqual([
    '.github/workflows/deploy.yml',
    '.github/workflows/deploy.yml',
    '100%25.md',
  ]);
  const broken = '/repos/acme/checkout/contents/100%.md';
  expect(
    await api.handle(buildRequest({ method: 'GET', path: broken, text: '' })),
  ).toMatchObject({ status: 400 });
});

it('a running stand-in reports what a client did wrong', async () => {
  const { gitHub, call } = await startAcme({ profile: 'github.com' });
  try {
    const response = await call(
      `POST ${BASE}/actions/workflows/deploy.yml/dispatches`,
      { body: { ref: ['main'] } },
    );
    expect(response.status).toBe(422);
    expect(gitHub.violations()).toMatchObject([{ direction: 'request' }]);
    expect(gitHub.requests()).toMatchObject([{ method: 'POST', status: 422 }]);
  } finally {
    await gitHub.close();
  }
});
