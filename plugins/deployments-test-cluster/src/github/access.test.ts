import { Acme, BASE, startAcme } from './__testUtils__/startAcme';

const PROFILES = ['github.com', 'ghes-3.17'] as const;
const REPO = `GET ${BASE}`;
const START = Date.UTC(2026, 10, 27, 7);
const HOUR_MS = 3_600_000;

let acme: Acme;

afterEach(() => acme.gitHub.close());

describe.each(PROFILES)('access on %s', profile => {
  it('needs the right token', async () => {
    acme = await startAcme({ profile, token: 'right' });
    const send = (authorization: string | undefined) =>
      acme.call(REPO, { headers: { authorization } });
    expect(await send('Bearer right')).toMatchObject({ status: 200 });
    expect(await send('token right')).toMatchObject({ status: 200 });
    expect(await send('Bearer wrong')).toMatchObject({
      status: 401,
      body: { message: 'Bad credentials' },
    });
    expect(await send('Basic right')).toMatchObject({ status: 401 });
    // Private repositories do not exist for anonymous clients.
    expect(await send(undefined)).toMatchObject({
      status: 404,
      body: { message: 'Not Found' },
    });
    expect(JSON.stringify(acme.gitHub.requests())).not.toContain('right');
  });

  it('does not extend to repositories that the token cannot see', async () => {
    acme = await startAcme({ profile, repository: { isVisible: false } });
    expect(await acme.call(REPO)).toMatchObject({ status: 404 });
    expect(await acme.dispatch()).toMatchObject({ status: 404 });
    expect(await acme.call('GET /repos/acme/other')).toMatchObject({
      status: 404,
    });
  });

  it('needs a user agent and a version that exists', async () => {
    acme = await startAcme({ profile });
    expect(
      await acme.call(REPO, { headers: { 'user-agent': '' } }),
    ).toMatchObject({ status: 403 });
    const send = (version: string) =>
      acme.call(REPO, { headers: { 'x-github-api-version': version } });
    expect(await send('2022-11-28')).toMatchObject({ status: 200 });
    expect(await send('2019-01-01')).toMatchObject({ status: 400 });
  });

  it('is limited to bodies of a megabyte', async () => {
    acme = await startAcme({ profile });
    expect(
      await acme.dispatch({ version: 'x'.repeat(1024 * 1024) }),
    ).toMatchObject({ status: 413 });
  });
});

describe('a GitHub Enterprise Server', () => {
  it('has its API below /api/v3, and says its version', async () => {
    acme = await startAcme({ profile: 'ghes-3.17' });
    const { headers } = await acme.call(REPO);
    expect(headers.get('x-github-enterprise-version')).toBe('3.17.0');
    const origin = new URL(acme.gitHub.url).origin;
    expect(await fetch(`${origin}${BASE}`)).toMatchObject({ status: 404 });
  });

  it('has no rate limits until they are set', async () => {
    acme = await startAcme({ profile: 'ghes-3.17' });
    const { headers } = await acme.call(REPO);
    expect(headers.has('x-ratelimit-remaining')).toBe(false);
    expect(await acme.call('GET /rate_limit')).toMatchObject({
      status: 404,
      body: { message: 'Rate limiting is not enabled.' },
    });
    acme.gitHub.setRateLimit({ remaining: 0, resetAt: new Date(8.64e15) });
    expect(await acme.call(REPO)).toMatchObject({ status: 403 });
  });
});

describe.each(PROFILES)('conditional requests on %s', profile => {
  it('return 304 without a body while nothing changes, and cost nothing', async () => {
    acme = await startAcme({ profile });
    acme.gitHub.setRateLimit({
      remaining: 10,
      resetAt: new Date(Date.now() + HOUR_MS),
    });
    acme.gitHub.setRunnersAvailable(false);
    const id = await acme.startRun();
    const path = `GET ${BASE}/actions/runs/${id}`;
    const first = await acme.call(path);
    const etag = first.headers.get('etag')!;
    expect(etag).toMatch(/^W\/"\w+"$/);
    expect(first.headers.get('x-ratelimit-remaining')).toBe('8');
    const read = () => acme.call(path, { headers: { 'if-none-match': etag } });
    for (let index = 0; index < 3; index += 1) {
      const again = await read();
      expect(again).toMatchObject({ status: 304, body: '' });
      expect(again.headers.get('x-ratelimit-remaining')).toBe('8');
    }
    acme.gitHub.setRunnersAvailable(true);
    await acme.gitHub.waitForStatus(id, 'completed');
    const changed = await read();
    expect(changed).toMatchObject({
      status: 200,
      body: { status: 'completed' },
    });
    expect(changed.headers.get('etag')).not.toBe(etag);
    expect(changed.headers.get('x-ratelimit-remaining')).toBe('7');
  });
});

describe.each(PROFILES)('rate limits on %s', profile => {
  it('refuse requests until the reset', async () => {
    let now = START;
    acme = await startAcme({ profile, clock: () => now });
    const resetAt = new Date(START + 60_000);
    acme.gitHub.setRateLimit({ remaining: 1, resetAt });
    expect(await acme.call(REPO)).toMatchObject({ status: 200 });
    const refused = await acme.call(REPO);
    expect(refused).toMatchObject({
      status: 403,
      body: { message: expect.stringContaining('API rate limit exceeded') },
    });
    expect(Object.fromEntries(refused.headers)).toMatchObject({
      'x-ratelimit-limit': '5000',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(resetAt.getTime() / 1000),
      'x-ratelimit-resource': 'core',
    });
    expect(refused.headers.has('retry-after')).toBe(false);
    // A dispatch that is refused starts nothing.
    expect(await acme.dispatch()).toMatchObject({ status: 403 });
    expect(acme.gitHub.runs()).toEqual([]);
    const { body } = await acme.call('GET /rate_limit');
    expect(body.rate).toMatchObject({ limit: 5000, remaining: 0, used: 5000 });
    now = resetAt.getTime();
    const { status, headers } = await acme.call(REPO);
    expect(status).toBe(200);
    expect(headers.get('x-ratelimit-remaining')).toBe('4999');
  });

  it('can be secondary: they say how long to wait', async () => {
    acme = await startAcme({ profile });
    acme.gitHub.setSecondaryRateLimit({
      retryAfterS: 60,
      times: 2,
      method: 'POST',
    });
    expect(await acme.call(REPO)).toMatchObject({ status: 200 });
    for (let index = 0; index < 2; index += 1) {
      const { status, headers, body } = await acme.dispatch();
      expect(status).toBe(403);
      expect(headers.get('retry-after')).toBe('60');
      expect(body.message).toContain('secondary rate limit');
    }
    expect(await acme.dispatch()).toMatchObject({ status: 204 });
  });
});

it("answers with the clock's time, so that clients can see a skew", async () => {
  acme = await startAcme({ profile: 'github.com', clock: () => START });
  const { headers } = await acme.call(REPO);
  expect(headers.get('date')).toBe('Fri, 27 Nov 2026 07:00:00 GMT');
  const id = await acme.startRun();
  expect(await acme.getRun(id)).toMatchObject({
    created_at: '2026-11-27T07:00:00Z',
  });
});
