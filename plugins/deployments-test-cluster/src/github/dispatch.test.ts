import { Acme, BASE, REPOSITORY, startAcme } from './__testUtils__/startAcme';

const manyInputs = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`input${index}`, {}]),
  );

describe.each([
  { profile: 'github.com', limit: 25 },
  { profile: 'ghes-3.17', limit: 10 },
] as const)('dispatching on $profile', ({ profile, limit }) => {
  let acme: Acme;

  afterEach(() => acme.gitHub.close());

  it('starts a run that shows its inputs in its title', async () => {
    acme = await startAcme({ profile });
    const id = await acme.startRun({ version: '1.4.2', slipway_key: 'abc-1' });
    await acme.gitHub.waitForStatus(id, 'completed');
    expect(await acme.getRun(id)).toMatchObject({
      id,
      name: 'Deploy',
      display_title: 'Deploy 1.4.2 to staging [abc-1]',
      path: '.github/workflows/deploy.yml@main',
      event: 'workflow_dispatch',
      status: 'completed',
      conclusion: 'success',
      run_attempt: 1,
      run_number: 1,
      head_branch: 'main',
      actor: { login: 'slipway[bot]', type: 'Bot' },
    });
    // Clients must not keep ids in 32 bits.
    expect(id).toBeGreaterThan(2 ** 32);
    expect(acme.gitHub.violations()).toEqual([]);
  });

  it('never returns the inputs of a run', async () => {
    acme = await startAcme({
      profile,
      workflow: { runNameTemplate: undefined },
    });
    const id = await acme.startRun({ version: 'only-an-input' });
    const run = await acme.getRun(id);
    expect(run.display_title).toBe('Deploy');
    expect(JSON.stringify(run)).not.toContain('only-an-input');
  });

  it.each([
    [
      'an input that the workflow does not declare',
      { version: '1', fence: '3', constructor: 'x' },
      {},
      'Unexpected inputs provided: ["fence","constructor"]',
    ],
    [
      'a missing required input',
      {},
      {},
      "Required input 'version' not provided",
    ],
    [
      'an empty required input',
      { version: '' },
      {},
      "Required input 'version' not provided",
    ],
    [
      'a choice that is not an option',
      { version: '1', environment: 'moon' },
      {},
      "Provided value 'moon' for input 'environment' not in the list of allowed values",
    ],
    [
      'a branch that does not exist',
      { version: '1' },
      { ref: 'gone' },
      'No ref found for: gone',
    ],
  ])('refuses %s', async (_name, inputs, fields, message) => {
    acme = await startAcme({ profile });
    const response = await acme.dispatch(inputs, fields);
    expect(response).toMatchObject({ status: 422, body: { message } });
    expect(acme.gitHub.runs()).toEqual([]);
    expect(acme.gitHub.violations()).toEqual([]);
  });

  it('refuses a workflow without workflow_dispatch', async () => {
    acme = await startAcme({ profile, workflow: { isDispatchable: false } });
    expect(await acme.dispatch()).toMatchObject({
      status: 422,
      body: { message: "Workflow does not have 'workflow_dispatch' trigger" },
    });
  });

  it('refuses a disabled workflow until it is enabled', async () => {
    acme = await startAcme({ profile, workflow: { isDisabled: true } });
    const getState = async () =>
      (await acme.call(`GET ${BASE}/actions/workflows/deploy.yml`)).body.state;
    expect(await getState()).toBe('disabled_manually');
    expect(await acme.dispatch()).toMatchObject({
      status: 422,
      body: {
        message: "Cannot trigger a 'workflow_dispatch' on a disabled workflow",
      },
    });
    acme.gitHub.setWorkflowDisabled(REPOSITORY, 'deploy.yml', false);
    expect(await getState()).toBe('active');
    expect(await acme.dispatch()).toMatchObject({ status: 204 });
  });

  it('does not find a workflow that does not exist', async () => {
    acme = await startAcme({ profile });
    const response = await acme.call(
      `POST ${BASE}/actions/workflows/other.yml/dispatches`,
      { body: { ref: 'main' } },
    );
    expect(response.status).toBe(404);
  });

  it('finds a workflow by its number', async () => {
    acme = await startAcme({ profile });
    const { body } = await acme.call(`GET ${BASE}/actions/workflows`);
    expect(body).toMatchObject({
      total_count: 1,
      workflows: [{ name: 'Deploy', path: '.github/workflows/deploy.yml' }],
    });
    const response = await acme.call(
      `POST ${BASE}/actions/workflows/${body.workflows[0].id}/dispatches`,
      { body: { ref: 'main', inputs: { version: '1' } } },
    );
    expect(response.status).toBe(204);
  });

  it(`takes ${limit} inputs and refuses more`, async () => {
    acme = await startAcme({
      profile,
      workflow: { inputs: manyInputs(limit + 1) },
    });
    const dispatch = (count: number) =>
      acme.dispatch(
        Object.fromEntries(
          Object.keys(manyInputs(count)).map(name => [name, 'x']),
        ),
      );
    expect(await dispatch(limit)).toMatchObject({ status: 204 });
    expect(await dispatch(limit + 1)).toMatchObject({ status: 422 });
    expect(acme.gitHub.runs()).toHaveLength(1);
    expect(acme.gitHub.violations()).toMatchObject([
      {
        direction: 'request',
        errors: [
          expect.stringContaining(
            `must NOT have more than ${limit} properties`,
          ),
        ],
      },
    ]);
  });

  it('starts runs of branches and tags', async () => {
    const sha = 'a'.repeat(40);
    acme = await startAcme({
      profile,
      repository: {
        commits: [{ message: 'First', sha }, { message: 'Second' }],
        branches: { 'release/1': sha },
        tags: { 'v1.0.0': sha },
      },
    });
    for (const ref of ['release/1', 'refs/tags/v1.0.0', 'refs/heads/main']) {
      const response = await acme.dispatch({ version: '1' }, { ref });
      expect(response.status).toBe(204);
    }
    expect(acme.gitHub.runs().map(({ ref }) => ref)).toEqual([
      'release/1',
      'v1.0.0',
      'main',
    ]);
  });

  it('refuses a token that may only read', async () => {
    acme = await startAcme({ profile, canWrite: false });
    expect(await acme.dispatch()).toMatchObject({
      status: 403,
      body: { message: 'Resource not accessible by integration' },
    });
    expect(acme.gitHub.runs()).toEqual([]);
  });

  it('can refuse fields that this GitHub does not know', async () => {
    acme = await startAcme({ profile, refusesUnknownFields: true });
    const response = await acme.dispatch({ version: '1' }, { color: 'green' });
    expect(response).toMatchObject({
      status: 422,
      body: { message: expect.stringContaining('"color" is not a permitted') },
    });
    expect(await acme.dispatch({ version: '1' })).toMatchObject({
      status: 204,
    });
  });
});

describe('run details', () => {
  let acme: Acme;

  afterEach(() => acme.gitHub.close());

  it('github.com returns them on request', async () => {
    acme = await startAcme({ profile: 'github.com' });
    const { status, body } = await acme.dispatch(
      { version: '1' },
      { return_run_details: true },
    );
    const [{ id }] = acme.gitHub.runs();
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        workflow_run_id: id,
        run_url: `${acme.gitHub.url}${BASE}/actions/runs/${id}`,
        html_url: `${acme.gitHub.url}/acme/checkout/actions/runs/${id}`,
      },
    });
    expect(acme.gitHub.violations()).toEqual([]);
  });

  it('GitHub Enterprise Server 3.17 ignores the request', async () => {
    acme = await startAcme({ profile: 'ghes-3.17' });
    expect(acme.gitHub.url).toMatch(/\/api\/v3$/);
    const { status } = await acme.dispatch(
      { version: '1' },
      { return_run_details: true },
    );
    expect(status).toBe(204);
    expect(acme.gitHub.runs()).toHaveLength(1);
  });

  it('GitHub Enterprise Server 3.17 refuses the request if it is strict', async () => {
    acme = await startAcme({
      profile: 'ghes-3.17',
      refusesUnknownFields: true,
    });
    const { status, body } = await acme.dispatch(
      { version: '1' },
      { return_run_details: true },
    );
    expect(status).toBe(422);
    expect(body.message).toContain('return_run_details');
    expect(acme.gitHub.runs()).toEqual([]);
  });
});
