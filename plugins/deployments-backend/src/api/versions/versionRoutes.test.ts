import { AuthorizeResult } from '@backstage/plugin-permission-common';
import request from 'supertest';
import {
  createDeploymentConditionalDecision,
  deploymentConditions,
} from '../../access/permissionRules';
import { CHECKOUT, SEARCH } from '../__testUtils__/fixtures';
import { ANA, as, asService, createTestApi } from '../__testUtils__/testApi';

const versions = `/services/${encodeURIComponent(CHECKOUT)}/versions`;

describe('versions', () => {
  const { app, engine, policy } = createTestApi();
  const register = (body: object, path = versions) =>
    request(app).post(path).set('Authorization', asService()).send(body);

  beforeEach(() => {
    engine.known.length = 0;
    engine.rows.length = 0;
    engine.warnings = [];
  });

  it('are registered once for CI', async () => {
    const body = {
      name: '1.4.2',
      artifact: 'registry/checkout@sha256:9f',
      commits: [{ id: 'a1b2c3d', message: 'Fix rounding' }],
      changeUrl: 'https://git.example.com/7',
      flags: ['migrations'],
    };
    const first = await register(body);
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({ name: '1.4.2', service: CHECKOUT });
    const second = await register(body);
    expect(second.status).toBe(200);
    expect(second.body.id).toBe(first.body.id);
  });

  it.each([
    ['name', { name: '1.4.3' }],
    ['commits', { commits: [{ id: 'other' }] }],
    ['changeUrl', { changeUrl: 'https://git.example.com/8' }],
    ['flags', { flags: [] }],
  ])(
    'are rejected if the artifact is registered with another %s',
    async (field, change) => {
      const body = {
        name: '1.4.2',
        artifact: 'a',
        commits: [{ id: 'a1' }],
        changeUrl: 'https://git.example.com/7',
        flags: ['migrations'],
      };
      await register(body);
      const { status, body: answer } = await register({ ...body, ...change });
      expect(status).toBe(409);
      expect(answer.error.message).toContain(`different ${field}.`);
    },
  );

  it('are accepted again from a CI job that knows less than the first', async () => {
    await register({ name: '1', artifact: 'a', commits: [{ id: 'a1' }] });
    expect((await register({ name: '1', artifact: 'a' })).status).toBe(200);
  });

  it.each([
    ['name', { artifact: 'a' }],
    ['name', { name: '  ', artifact: 'a' }],
    ['artifact', { name: '1' }],
    ['changeUrl', { name: '1', artifact: 'a', changeUrl: 'vbscript:alert(1)' }],
    [
      'url',
      { name: '1', artifact: 'a', commits: [{ id: 'c', url: 'data:x' }] },
    ],
    ['createdAt', { name: '1', artifact: 'a', createdAt: 'yesterday' }],
    ['additional', { name: '1', artifact: 'a', environment: 'staging' }],
    ['flags', { name: '1', artifact: 'a', flags: [''] }],
  ])('are rejected with an invalid %s', async (field, body) => {
    const res = await register(body);
    expect(res.status).toBe(400);
    expect(res.body.error.message).toContain(field);
    expect(engine.known).toHaveLength(0);
  });

  it.each([
    ['createdAt', { createdAt: '2026-06-30T23:59:60Z' }],
    [
      'commits/1/authoredAt',
      {
        commits: [{ id: 'a' }, { id: 'b', authoredAt: '2026-06-30T23:59:60Z' }],
      },
    ],
  ])('are rejected with a leap second in %s', async (field, more) => {
    const { status, body } = await register({
      name: '1',
      artifact: 'a',
      ...more,
    });
    expect(status).toBe(400);
    expect(body.error.message).toContain(`${field} must be a time`);
  });

  it('keep the order of their commits, and were built from the first of them', async () => {
    // The first one was rebased, which keeps its author time.
    const commits = [
      { id: 'head', authoredAt: '2026-03-01T10:00:00.000Z' },
      { id: 'base', authoredAt: '2026-03-02T10:00:00.000Z' },
    ];
    const sent = { name: '1', artifact: 'a', commits };
    const expected = { commits, commitId: 'head' };
    expect(await register(sent)).toMatchObject({ status: 201, body: expected });
    expect(await register(sent)).toMatchObject({ status: 200, body: expected });
    const { body } = await request(app)
      .get(versions)
      .set('Authorization', as(ANA));
    expect(body.items).toMatchObject([expected]);
  });

  it('can name the commit that they were built from', async () => {
    const sent = {
      name: '1',
      artifact: 'a',
      commits: [{ id: 'merged' }],
      commitId: 'merge',
    };
    expect(await register(sent)).toMatchObject({
      status: 201,
      body: { commitId: 'merge', commits: [{ id: 'merged' }] },
    });
    const conflict = await register({ ...sent, commitId: 'merged' });
    expect(conflict.status).toBe(409);
    expect(conflict.body.error.message).toContain('different commitId');
    // A repeated job may know less.
    expect(
      await register({ name: '1', artifact: 'a', commits: sent.commits }),
    ).toMatchObject({ status: 200, body: { commitId: 'merge' } });
  });

  const COMMIT = 'a1b2c3d4'.repeat(5);
  it.each([
    ['abbreviated before', 'a1b2c3d', COMMIT, 200],
    ['in full before', COMMIT, 'a1b2c3d', 200],
    ['with another end before', 'a1b2c3e', COMMIT, 409],
    ['too short to be certain before', 'a1b2c3', COMMIT, 409],
    ['as something else before', 'release', 'release-2', 409],
  ])(
    'compare their commit with one that was sent %s',
    async (_, before, after, status) => {
      const sent = { name: '1', artifact: 'a' };
      await register({ ...sent, commitId: before, commits: [{ id: before }] });
      const repeated = await register({
        ...sent,
        commitId: after,
        commits: [{ id: after }],
      });
      expect(repeated.status).toBe(status);
    },
  );

  it('keep hostile names as plain text', async () => {
    const name = `<script>alert(1)</script>'; DROP TABLE versions;--`;
    const { status, body } = await register({ name, artifact: '../../x' });
    expect(status).toBe(201);
    expect(body).toMatchObject({ name, artifact: '../../x' });
  });

  it.each([
    ['name', { name: '1.4.2\r\nforged: line' }, 'U+000D'],
    ['name', { name: '1.4.2\u202egpj' }, 'U+202E'],
    ['name', { name: '1.4.2\ud83d' }, 'U+D83D'],
    ['name', { name: '..' }, 'more than dots'],
    ['artifact', { artifact: 'a\u001b[2J' }, 'U+001B'],
    ['flags/0', { flags: ['migra\u200btions'] }, 'U+200B'],
    ['commitId', { commitId: 'a1\u200bb2' }, 'U+200B'],
    [
      'changeUrl',
      { changeUrl: 'https://ana:hunter2@git.example.com/pull/7' },
      'user name or password',
    ],
  ])(
    'are rejected with invisible characters in the %s: %j',
    async (field, part, said) => {
      const { status, body } = await register({
        name: '1.4.2',
        artifact: 'a',
        ...part,
      });
      expect(status).toBe(400);
      expect(body.error.message).toContain(`${field} must`);
      expect(body.error.message).toContain(said);
      expect(JSON.stringify(body)).not.toContain('hunter2');
    },
  );

  it('say where each one is running, and which source failed', async () => {
    const { body: version } = await register({ name: '1', artifact: 'a' });
    engine.warnings = ['registry: timed out'];
    engine.rows.push({
      service: CHECKOUT,
      environment: 'staging',
      fence: 1,
      lastKnownGood: { version, deploymentId: 'd', at: 0 },
      current: {
        version,
        since: 0,
        by: ANA,
        deploymentId: 'd',
        verification: 'passed',
      },
    });
    const res = await request(app).get(versions).set('Authorization', as(ANA));
    expect(res.status).toBe(200);
    expect(res.body.warnings).toEqual(['registry: timed out']);
    expect(res.body.items[0]).toMatchObject({
      environments: ['staging'],
      lastKnownGoodIn: ['staging'],
    });
  });

  describe('for an environment', () => {
    const list = (query: string) =>
      request(app).get(`${versions}?${query}`).set('Authorization', as(ANA));

    async function registerTwo() {
      const { body: older } = await register({
        name: '1.0.0',
        artifact: 'a',
        createdAt: '2026-03-01T10:00:00.000Z',
      });
      const { body: newer } = await register({
        name: '1.1.0',
        artifact: 'b',
        createdAt: '2026-03-02T10:00:00.000Z',
      });
      // The engine in memory lists versions in the order of their registration.
      engine.known.reverse();
      return { older, newer };
    }

    afterEach(() => {
      engine.versionRuns.length = 0;
      engine.blockedVersions.clear();
    });

    it('say what they went through, what blocks them, and which one to deploy next', async () => {
      const { older, newer } = await registerTwo();
      engine.versionRuns.push({
        artifact: 'b',
        environment: 'staging',
        deploymentId: 'd1',
        status: 'succeeded',
        verification: 'passed',
        requestedBy: ANA,
        requestedAt: 1,
        finishedAt: 2,
      });
      engine.blockedVersions.set(older.id, [
        { kind: 'promotion', message: '1.0.0 must run in staging first.' },
      ]);
      const { status, body } = await list('environment=production');
      expect(status).toBe(200);
      expect(body.items).toEqual([
        expect.objectContaining({
          id: newer.id,
          outcomes: [
            {
              environment: 'staging',
              result: 'verified',
              at: '1970-01-01T00:00:00.002Z',
              by: ANA,
              deploymentId: 'd1',
            },
          ],
          blockers: [],
        }),
        expect.objectContaining({
          id: older.id,
          outcomes: [],
          blockers: [expect.objectContaining({ kind: 'promotion' })],
          neverDeployed: true,
          caution: {
            message: '1.0.0 has not been deployed anywhere yet.',
            sentences: [
              { code: 'version_never_deployed', params: { version: '1.0.0' } },
            ],
          },
        }),
      ]);
      expect(body.items[0].neverDeployed).toBe(false);
      expect(body.items[0].caution).toBeUndefined();
      expect(body.proposal).toEqual({
        version: body.items[0],
        reason: 'The newest version verified in staging.',
        sentences: [
          { code: 'proposal_verified', params: { environment: 'staging' } },
        ],
      });
    });

    it('keep to themselves what runs in an environment that the reader cannot see', async () => {
      const { older } = await registerTwo();
      engine.blockedVersions.set(older.id, [
        {
          kind: 'promotion',
          message: '1.0.0 must run in staging first; 0.9.0 runs there.',
        },
      ]);
      const before = policy.current;
      policy.current = permission =>
        'resourceType' in permission
          ? createDeploymentConditionalDecision(
              permission as any,
              deploymentConditions.isTier({ tiers: ['production'] }),
            )
          : { result: AuthorizeResult.ALLOW };
      const { status, body } = await list('environment=production');
      policy.current = before;
      expect(status).toBe(200);
      expect(body.items[1].blockers).toEqual([
        {
          kind: 'promotion',
          message: expect.stringContaining("which you can't see"),
          code: 'promotion_hidden',
        },
      ]);
      expect(JSON.stringify(body)).not.toContain('0.9.0');
    });

    it('say how many commits they are from the running one', async () => {
      const { older, newer } = await registerTwo();
      engine.rows.push({
        service: CHECKOUT,
        environment: 'production',
        fence: 1,
        current: {
          version: older,
          since: 0,
          by: ANA,
          deploymentId: 'd',
          verification: 'passed',
        },
      });
      const { body } = await list('environment=production');
      expect(body.items[0]).toMatchObject({
        id: newer.id,
        sinceRunning: { direction: 'forward', commits: 1 },
      });
    });

    it('say why none is proposed', async () => {
      const { body } = await list('environment=production');
      expect(body).toEqual({
        items: [],
        proposal: {
          reason: 'No version is registered yet.',
          sentences: [{ code: 'proposal_none' }],
          blockers: [],
        },
      });
    });

    it('propose none in a search, which sees only some', async () => {
      await registerTwo();
      const { body } = await list('environment=production&q=1.1');
      expect(body.items).toHaveLength(1);
      expect(body.items[0].outcomes).toEqual([]);
      expect(body.proposal).toBeUndefined();
    });

    it('are rejected if the environment is unknown', async () => {
      const { status, body } = await list('environment=moon');
      expect(status).toBe(400);
      expect(body.error.message).toContain(
        `There is no environment "moon" for ${CHECKOUT}`,
      );
    });
  });

  describe('quarantine', () => {
    it('is placed by anyone with the permission, and lifted by people only', async () => {
      const { body: version } = await register({ name: '1', artifact: 'a' });
      const path = `${versions}/${version.id}/quarantine`;
      const placed = await request(app)
        .put(path)
        .set('Authorization', asService())
        .send({ reason: 'CVE-2026-1' });
      expect(placed.status).toBe(200);
      expect(placed.body.quarantined.reason).toBe('CVE-2026-1');
      const byService = await request(app)
        .delete(path)
        .set('Authorization', asService());
      expect(byService.status).toBe(403);
      const lifted = await request(app)
        .delete(`${path}?reason=Fixed%20elsewhere`)
        .set('Authorization', as(ANA));
      expect(lifted.status).toBe(200);
      expect(lifted.body.quarantined).toBeUndefined();
    });

    it("does not affect another service's version", async () => {
      const { body: version } = await register({ name: '1', artifact: 'a' });
      const res = await request(app)
        .put(
          `/services/${encodeURIComponent(SEARCH)}/versions/${
            version.id
          }/quarantine`,
        )
        .set('Authorization', as(ANA))
        .send({ reason: 'x' });
      expect(res.status).toBe(404);
    });
  });
});
