import {
  type TestBackend,
  TestDatabases,
  mockCredentials,
} from '@backstage/backend-test-utils';
import http from 'node:http';
import request from 'supertest';
import { TestTarget } from '../application/__testUtils__/TestTarget';
import { SERVICE } from '../application/__testUtils__/testPortal';
import { startPortal } from './__testUtils__/startPortal';

jest.setTimeout(90_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });
const ref = encodeURIComponent(SERVICE);
const NUL = '\u0000';

/** Requests of attackers and of broken CI jobs must never get a 500. */
describe.each(databases.eachSupportedId())(
  'the API rejects malformed requests, over %s',
  databaseId => {
    let backend: TestBackend;
    let versionId: string;
    let deploymentId: string;

    const ana = () => mockCredentials.user.header('user:default/ana');

    const get = (path: string, headers: Record<string, string> = {}) =>
      request(backend.server)
        .get(`/api/deployments${path}`)
        .set('Authorization', ana())
        .set(headers);

    const post = (
      path: string,
      body: string | object,
      headers: Record<string, string> = {},
    ) =>
      request(backend.server)
        .post(`/api/deployments${path}`)
        .set('Authorization', ana())
        .set('Content-Type', 'application/json')
        .set(headers)
        .send(body);

    const register = (body: object) => post(`/services/${ref}/versions`, body);

    const deploy = (more: object, headers: Record<string, string> = {}) =>
      post(
        '/deployments',
        { service: SERVICE, environment: 'staging', versionId, ...more },
        headers,
      );

    beforeAll(async () => {
      const knex = await databases.init(databaseId);
      backend = await startPortal({ knex, target: new TestTarget() });
      versionId = (await register({ name: '1', artifact: 'sha256:1' })).body.id;
      const created = await post('/deployments', {
        service: SERVICE,
        environment: 'staging',
        versionId,
      });
      deploymentId = created.body.id;
    });
    afterAll(() => backend.stop());

    /** Sends the request unchanged, without a client that normalises it. */
    function raw(path: string, headers: Record<string, string> = {}) {
      return new Promise<{ status: number; text: string }>(
        (resolve, reject) => {
          http
            .get(
              {
                host: 'localhost',
                port: backend.server.port(),
                path: `/api/deployments${path}`,
                headers: { Authorization: ana(), ...headers },
              },
              res => {
                let text = '';
                res.on('data', chunk => {
                  text += chunk;
                });
                res.on('end', () =>
                  resolve({ status: res.statusCode ?? 0, text }),
                );
              },
            )
            .on('error', reject);
        },
      );
    }

    function expectExplained(
      res: { status: number; body: any },
      status: number,
      values: RegExp,
    ) {
      expect([res.status, res.body.error?.message]).toEqual([
        status,
        expect.stringMatching(values),
      ]);
      expect(JSON.stringify(res.body)).not.toMatch(/stack|select |insert /i);
    }

    describe('bodies', () => {
      it.each([
        ['no JSON', '{"service":', 400, /not valid JSON/],
        ['an array', '[]', 400, /must be object/],
        ['a text', '"deploy"', 400, /not valid JSON|must be object/],
        ['null', 'null', 400, /not valid JSON|must be object/],
        ['nothing', '', 400, /body/],
        ['too much', `"${'x'.repeat(1_100_000)}"`, 413, /1 MB/],
        [
          'very deep nesting',
          `{"service":"${SERVICE}","environment":"staging","inputs":{"a":${'['.repeat(
            100_000,
          )}${']'.repeat(100_000)}}}`,
          400,
          /nested deeper/,
        ],
        [
          'a NUL byte in a value',
          { service: SERVICE, environment: 'staging', reason: `a${NUL}b` },
          400,
          /reason.*NUL/,
        ],
        [
          'a NUL byte in a key',
          { service: SERVICE, environment: 'staging', inputs: { [NUL]: 1 } },
          400,
          /NUL/,
        ],
        [
          'an unknown field',
          { service: SERVICE, environment: 'staging', enviroment: 'x' },
          400,
          /must NOT have additional properties/,
        ],
        [
          'an invalid service',
          { service: 'a b/c:d', environment: 'staging' },
          400,
          /service must be an entity ref/,
        ],
        [
          'an invalid time',
          {
            service: SERVICE,
            environment: 'staging',
            versionId: 'v',
            notBefore: 'soon',
          },
          400,
          /notBefore|date-time/,
        ],
        [
          'a very long reason',
          {
            service: SERVICE,
            environment: 'staging',
            reason: 'x'.repeat(100_000),
          },
          400,
          /reason.*NOT have more than/,
        ],
      ])('with %s', async (_what, body, status, values) => {
        expectExplained(await post('/deployments', body), status, values);
        expectExplained(await post('/deployments/plan', body), status, values);
      });

      it.each([
        ['text/plain', '{}'],
        ['application/x-www-form-urlencoded', 'service=a'],
        ['application/json; charset=latin-7', '{}'],
        ['multipart/form-data; boundary=x', '--x--'],
      ])('as %s', async (type, body) => {
        expectExplained(
          await post('/deployments', body, { 'Content-Type': type }),
          400,
          /JSON|unsupported media type|could not be read/i,
        );
      });

      it('in an unknown encoding', async () => {
        expectExplained(
          await post('/deployments', '{}', { 'Content-Encoding': 'magic' }),
          400,
          /could not be read/,
        );
      });

      it('with keys that every object inherits', async () => {
        const body = `{"service":"${SERVICE}","environment":"staging","versionId":"${versionId}","inputs":{"__proto__":{"polluted":true},"constructor":1}}`;
        const res = await post('/deployments/plan', body);
        expect(res.status).toBeLessThan(500);
        expect(({} as any).polluted).toBeUndefined();
      });
    });

    describe('names in paths and queries', () => {
      it.each([
        ['%00', 400],
        ['component%3Adefault%2F%00', 400],
        ['..%2F..%2Fetc%2Fpasswd', 400],
        ['component:default/%F0%9F%9A%80', 404],
        ["component:default/x'--", 404],
        ['component:default/nobody', 404],
        ['%E0%A4%A', 400],
        [`component:default/${'x'.repeat(400)}`, 404],
      ])('service %s', async (odd, status) => {
        const res = await raw(`/services/${odd}/overview`);
        expect([res.status, res.text]).toEqual([status, expect.any(String)]);
        expect(res.text).not.toMatch(/stack/);
        expect((await raw(`/services/${odd}/versions`)).status).toBe(status);
      });

      it.each(['%00', 'a%00b', "'%20or%201=1", '%E0%A4%A'])(
        'deployment %s',
        async odd => {
          for (const path of ['', '/events', '/logs', '/measurements']) {
            const { status } = await raw(`/deployments/${odd}${path}`);
            expect([path, [400, 404].includes(status)]).toEqual([path, true]);
          }
          const { status } = await raw(
            `/deployments/${deploymentId}/commands/${odd}`,
          );
          expect([400, 404]).toContain(status);
        },
      );

      it.each([
        'limit=-1',
        'limit=0',
        'limit=1e9',
        'limit=501',
        'limit=ten',
        'limit=1&limit=2',
        'since=yesterday',
        'since=2026-13-40T00:00:00Z',
        'status=done',
        'service=no%00ref',
        'cursor=',
        'cursor=abc',
        'cursor=%00',
        `cursor=${encodeURIComponent('[1,2]')}`,
        ...[
          [1.5, 'x'],
          [1e300, 'x'],
          [-1e300, 'x'],
          ['1', 'x'],
          [1, 2],
          [1, `a${NUL}`],
          [1],
          {},
          null,
        ].map(
          forged =>
            `cursor=${Buffer.from(JSON.stringify(forged)).toString(
              'base64url',
            )}`,
        ),
      ])('of a list: %s', async query => {
        for (const list of [
          '/deployments',
          '/audit',
          `/services/${ref}/versions`,
          '/services',
        ]) {
          const { status, text } = await raw(`${list}?${query}`);
          // Lists may ignore unknown parameters.
          const mustSay =
            query.startsWith('limit') ||
            (query.startsWith('cursor=W') && list !== '/services');
          expect([list, text, mustSay ? status === 400 : status < 500]).toEqual(
            [list, text, true],
          );
        }
      });

      it.each([
        'after=-1',
        'after=1.5',
        'after=x',
        'after=99999999999999999999',
      ])('of records: %s', async query => {
        for (const records of ['events', 'logs', 'measurements']) {
          const { status } = await raw(
            `/deployments/${deploymentId}/${records}?${query}`,
          );
          expect([records, status]).toEqual([records, 400]);
        }
      });

      it('of records, beyond the largest possible number', async () => {
        for (const records of ['events', 'logs', 'measurements']) {
          const { status, text } = await raw(
            `/deployments/${deploymentId}/${records}?after=4000000000`,
          );
          expect([records, status]).toEqual([records, 200]);
          expect(JSON.parse(text).items).toEqual([]);
        }
      });

      it('in a search of the log', async () => {
        for (const q of ['%25_%5C', "'", '%00', '('.repeat(150)]) {
          const { status } = await raw(
            `/deployments/${deploymentId}/logs?q=${q}`,
          );
          expect([q, status < 500]).toEqual([q, true]);
        }
      });
    });

    describe('streams', () => {
      it.each([
        'banana',
        '-1',
        'e1',
        'e1.m2.l3.x4',
        `e${'9'.repeat(40)}.m1.l1`,
        'e1.m1.l1; drop table',
      ])('from %s', async position => {
        const { status, text } = await raw(
          `/deployments/${deploymentId}/events`,
          { Accept: 'text/event-stream', 'Last-Event-ID': position },
        );
        expect(status).toBe(400);
        expect(text).toContain('Last-Event-ID must be');
      });

      it.each([
        'e999999999999999.m999999999999999.l999999999999999',
        '4000000000',
      ])('from %s, beyond the last record', async position => {
        await until(deploymentId);
        const { status } = await raw(`/deployments/${deploymentId}/events`, {
          Accept: 'text/event-stream',
          'Last-Event-ID': position,
        });
        expect(status).toBe(200);
      });

      async function until(id: string) {
        for (;;) {
          const { body } = await get(`/deployments/${id}`);
          if (body.finishedAt) return;
          await new Promise(resolve => setTimeout(resolve, 50));
        }
      }
    });

    describe('versions', () => {
      it('that are registered again with other facts', async () => {
        const facts = {
          name: '2',
          artifact: 'sha256:2',
          commits: [{ id: 'c1', message: 'One' }],
          flags: ['migrations'],
        };
        expect((await register(facts)).status).toBe(201);
        expect((await register(facts)).status).toBe(200);
        for (const other of [
          { name: '2b' },
          { commits: [{ id: 'c2', message: 'Two' }] },
          { flags: [] },
          { changeUrl: 'https://git.example.com/pull/8' },
        ]) {
          expectExplained(
            await register({ ...facts, ...other }),
            409,
            /sha256:2|already|registered/,
          );
        }
      });

      it('with build times in the future', async () => {
        const in_ = (hours: number) =>
          new Date(Date.now() + hours * 3600_000).toISOString();
        expectExplained(
          await register({
            name: '3',
            artifact: 'sha256:3',
            createdAt: in_(365 * 24),
          }),
          400,
          /createdAt.*in the future.*clock/,
        );
        // Clocks may be a little off. Author times are stored unchanged, however wrong they are.
        const res = await register({
          name: '3',
          artifact: 'sha256:3',
          createdAt: in_(0.05),
          commits: [{ id: 'c3', message: 'Ahead', authoredAt: in_(24 * 30) }],
        });
        expect(res.status).toBe(201);
        expect((await get(`/services/${ref}/versions`)).status).toBe(200);
      });

      it.each([
        ['a NUL byte in the artifact', { artifact: `a${NUL}` }],
        ['a very long name', { name: 'x'.repeat(201) }],
        ['a blank name', { name: ' \t' }],
        [
          'a change URL with a script',
          { changeUrl: `${'java'}script:alert(1)` },
        ],
        ['too many flags', { flags: Array.from({ length: 51 }, String) }],
        ['a commit without an id', { commits: [{ message: 'Nameless' }] }],
        ['an impossible time', { createdAt: '2026-02-30T25:61:00Z' }],
        ['a time in the year 0', { createdAt: '0000-01-01T00:00:00Z' }],
      ])('with %s', async (_what, odd) => {
        const res = await register({
          name: '4',
          artifact: 'sha256:4',
          ...odd,
        });
        expectExplained(res, 400, /\S/);
      });
    });

    describe('keys', () => {
      it('that were used before with another body', async () => {
        const key = { 'Idempotency-Key': 'the-same-key-0001' };
        expect((await deploy({}, key)).status).toBe(201);
        expect((await deploy({}, key)).status).toBe(200);
        expectExplained(
          await deploy({ reason: 'another' }, key),
          409,
          /Idempotency-Key was used for another request/,
        );
      });

      it.each([
        'short',
        'x'.repeat(201),
        'with\ttab-and-more',
        'ünïcode-key-1',
      ])('such as %s', async key => {
        const res = await deploy(
          {},
          {
            'Idempotency-Key': Buffer.from(key).toString('latin1'),
          },
        );
        expect(res.status).toBeLessThan(500);
      });

      it('of commands, with a NUL byte or already used for another command', async () => {
        const send = (body: object) =>
          post(`/deployments/${deploymentId}/commands`, body);
        expectExplained(
          await send({ type: 'pause', commandId: `abcdefgh${NUL}` }),
          400,
          /commandId.*NUL/,
        );
        expectExplained(
          await send({ type: 'approve', commandId: 'abcdefgh', stepId: NUL }),
          400,
          /NUL/,
        );
        expect(
          (await send({ type: 'explode', commandId: 'abcdefgh' })).status,
        ).toBe(400);
      });
    });
  },
);
