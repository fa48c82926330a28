import { TestDatabases } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type {
  DoraCard,
  DoraMetricName,
  DoraMetrics,
  DoraRow,
  DoraRows,
} from '@slipway/backstage-plugin-deployments-common';
import { DORA_METRICS } from '@slipway/backstage-plugin-deployments-common';
import { parse } from 'csv-parse/sync';
import type { Knex } from 'knex';
import { FACTS_FROM, randomRecords } from '../__testUtils__/randomFacts';
import {
  DAY,
  HOUR,
  MINUTE,
  START,
  change,
  deployment,
  records,
  incident,
  link,
} from '../definitions/__testUtils__/sourceRecordBuilders';
import { percentile } from '../definitions/percentile';
import { CHECKOUT, SEARCH } from '../../api/__testUtils__/fixtures';
import type { Policy } from '../../api/__testUtils__/testApi';
import { CARLA, allowAll, asService } from '../../api/__testUtils__/testApi';
import { createDoraApi, emptyTables } from './__testUtils__/doraApi';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

const GONE = 'component:default/gone';
const WINDOW = 'from=2026-03-01&to=2026-03-31';
/** Ids and names of the hidden service and its data. */
const SECRETS = /default\/search|search-/;
const minutes = (days: number) => (days * DAY) / MINUTE;

/** Two good deployments and a failed one per service, on different days. */
function sampleRecords(
  service: string,
  more: { owner: string; system?: string },
) {
  const name = service.split('/')[1];
  const owned = {
    service,
    ownerGroup: more.owner,
    ...(more.system ? { system: more.system } : {}),
  };
  return records({
    service,
    deployments: [
      deployment(`${name}-1`, minutes(1), { ...owned, commits: [`${name}-a`] }),
      deployment(`${name}-2`, minutes(3), { ...owned, commits: [`${name}-b`] }),
      deployment(`${name}-3`, minutes(5), {
        ...owned,
        outcome: 'rolled_back',
        restoredAt: minutes(5) + 10,
      }),
    ],
    changes: [change(`${name}-a`, 0), change(`${name}-b`, minutes(2))],
  });
}

const readOnly =
  (conditions: object): Policy =>
  permission =>
    ({
      result: AuthorizeResult.CONDITIONAL,
      pluginId: 'deployments',
      resourceType: 'slipway-deployment',
      conditions,
      permission,
    } as any);

const onlyOwned = readOnly({
  rule: 'IS_OWNER',
  resourceType: 'slipway-deployment',
  params: { claims: ['group:default/payments'] },
});

const onlyEnvironment = (...environments: string[]) =>
  readOnly({
    rule: 'IS_ENVIRONMENT',
    resourceType: 'slipway-deployment',
    params: { environments },
  });

const getCard = (body: DoraMetrics, metric: DoraMetricName): DoraCard =>
  body.cards.find(card => card.metric === metric)!;

describe.each(databases.eachSupportedId())(
  'the metrics API over %s',
  databaseId => {
    let knex: Knex;
    let api: Awaited<ReturnType<typeof createDoraApi>>;
    let hidden: string[];

    const createApi = () =>
      createDoraApi(knex, {
        // The portal's own credentials see everything.
        hidden: user => (user === undefined ? [] : hidden),
      });

    beforeAll(async () => {
      knex = await databases.init(databaseId);
      api = await createApi();
    });
    beforeEach(async () => {
      hidden = [];
      api.policy.current = allowAll;
      await emptyTables(knex);
    });
    afterAll(() => knex.destroy());

    async function metrics(query = WINDOW, user?: string) {
      const res = await api.get(`/metrics?${query}`, user);
      expect(res.body.error).toBeUndefined();
      return res.body as DoraMetrics;
    }

    async function rows(
      metric: DoraMetricName,
      query: string,
      limit = 60,
    ): Promise<DoraRow[]> {
      const all: DoraRow[] = [];
      let cursor: string | undefined;
      do {
        const res = await api.get(
          `/metrics/${metric}/rows?${query}&limit=${limit}${
            cursor ? `&cursor=${cursor}` : ''
          }`,
        );
        expect(res.status).toBe(200);
        const body: DoraRows = res.body;
        all.push(...body.items);
        cursor = body.nextCursor;
      } while (cursor);
      return all;
    }

    it.each([3, Math.floor(Math.random() * 1e9)])(
      'returns cards that match a recount of their rows, for random records of seed %i',
      async seed => {
        await api.put(randomRecords(seed));
        const query = [
          'from=2026-01-20&to=2026-04-10',
          'timeZone=America/New_York',
          'owner=group:default/red',
        ].join('&');
        const body = await metrics(query);
        expect(body.from).toBe('2026-01-20T05:00:00.000Z');
        // Clocks have changed to summer time in between.
        expect(body.to).toBe('2026-04-11T04:00:00.000Z');
        for (const metric of DORA_METRICS) {
          const card = getCard(body, metric);
          const listed = await rows(metric, query);
          const counted = listed.filter(row => row.counted);
          expect(counted).toHaveLength(card.n);
          expect(listed.length - counted.length).toBe(
            card.excluded.reduce((sum, { count }) => sum + count, 0),
          );
          expect(recount(metric, counted, 81)).toBe(card.value);
          expect(await rows(metric, `${query}&counted=true`)).toEqual(counted);
          for (const { reason, count } of card.excluded) {
            const ofReason = await rows(metric, `${query}&reason=${reason}`);
            expect(ofReason).toHaveLength(count);
            expect(ofReason).toEqual(
              listed.filter(row => row.reason === reason),
            );
          }
        }
        expect(FACTS_FROM).toBeLessThan(Date.parse(body.from));
      },
    );

    it('repeats the request, and compares with the same elapsed time before', async () => {
      await api.put([
        sampleRecords(CHECKOUT, { owner: 'group:default/payments' }),
      ]);
      const body = await metrics();
      expect(body).toMatchObject({
        from: '2026-02-28T23:00:00.000Z',
        // Summer time has started.
        to: '2026-03-31T22:00:00.000Z',
        previous: { from: '2026-01-28T23:00:00.000Z' },
        interval: 'day',
        timeZone: 'Europe/Stockholm',
        tier: 'production',
        ownership: 'then',
        bandsYear: 2024,
        hiddenServices: 0,
        demo: false,
      });
      expect(body.elapsedTo).toBeUndefined();
      expect(body.trend).toHaveLength(31);
      expect(getCard(body, 'deployment-frequency')).toMatchObject({
        n: 2,
        value: 2 / 31,
        previousN: 0,
      });
      expect(getCard(body, 'change-fail-rate')).toMatchObject({
        n: 3,
        numerator: 1,
        target: 0.15,
      });
      expect(getCard(body, 'recovery-time')).toMatchObject({ n: 1 });
      const other = await metrics(`${WINDOW}&tier=staging&bands=2019`);
      expect(other).toMatchObject({ tier: 'staging', bandsYear: 2019 });
      expect(getCard(other, 'deployment-frequency').value).toBeUndefined();
    });

    it('defaults to the ninety days up to now', async () => {
      const body = await metrics('interval=week');
      expect(Date.parse(body.elapsedTo!)).toBeLessThanOrEqual(Date.now());
      expect(Date.parse(body.to)).toBeGreaterThan(Date.parse(body.elapsedTo!));
      const days = (Date.parse(body.to) - Date.parse(body.from)) / DAY;
      expect(Math.round(days)).toBe(90);
      expect(body.trend.at(-1)).toMatchObject({ partial: true });
      const before =
        Date.parse(body.previous.to) - Date.parse(body.previous.from);
      const now = Date.parse(body.elapsedTo!) - Date.parse(body.from);
      expect(Math.abs(before - now)).toBeLessThanOrEqual(HOUR);
    });

    it("prefers a service's targets over its owner's", async () => {
      const getTarget = async (query: string) =>
        getCard(await metrics(`${WINDOW}&${query}`), 'change-fail-rate').target;
      expect(await getTarget('owner=group:default/others')).toBe(0.15);
      expect(await getTarget('owner=group:default/finders')).toBe(0.12);
      expect(await getTarget('owner=group:default/payments')).toBe(0.1);
      expect(await getTarget(`service=${CHECKOUT}`)).toBe(0.05);
      // Its owner today.
      expect(await getTarget(`service=${SEARCH}`)).toBe(0.12);
    });

    it('returns no targets and bands outside production', async () => {
      await api.put([
        records({
          service: CHECKOUT,
          deployments: [
            deployment('p1', minutes(1)),
            deployment('s1', minutes(1), { tier: 'staging' }),
          ],
        }),
      ]);
      const of = async (tier: string) => {
        const { cards } = await metrics(
          `${WINDOW}&service=${CHECKOUT}&tier=${tier}`,
        );
        return cards.filter(({ band, target }) => band ?? target).length;
      };
      expect(await of('production')).toBeGreaterThan(0);
      expect(await of('staging')).toBe(0);
    });

    it('groups by the owner at the time, or by the owner today', async () => {
      await api.put([
        sampleRecords(CHECKOUT, {
          owner: 'group:default/finders',
          system: 'system:default/old',
        }),
      ]);
      const n = async (query: string) =>
        getCard(await metrics(`${WINDOW}&${query}`), 'deployment-frequency').n;
      expect(await n('owner=group:default/finders')).toBe(2);
      expect(await n('owner=group:default/payments')).toBe(0);
      expect(await n('owner=group:default/payments&ownership=today')).toBe(2);
      expect(await n('owner=group:default/finders&ownership=today')).toBe(0);
      expect(await n('system=system:default/old')).toBe(2);
      expect(await n('system=system:default/shop&ownership=today')).toBe(2);
      expect(await n('system=system:default/old&ownership=today')).toBe(0);
      // Entity refs are compared case-insensitively.
      expect(await n('owner=Group:Default/Finders')).toBe(2);
    });

    describe('restricted to what the caller may read', () => {
      beforeEach(async () => {
        // The catalog's entities are cached for some seconds.
        api = await createApi();
        await api.put([
          sampleRecords(CHECKOUT, { owner: 'group:default/payments' }),
          sampleRecords(SEARCH, { owner: 'group:default/finders' }),
          sampleRecords(GONE, { owner: 'group:default/finders' }),
        ]);
      });

      it('includes services that are no longer in the catalog', async () => {
        const body = await metrics();
        expect(body.hiddenServices).toBe(0);
        expect(getCard(body, 'deployment-frequency').n).toBe(6);
        const one = await metrics(`${WINDOW}&service=${GONE}`);
        expect(getCard(one, 'deployment-frequency').n).toBe(2);
      });

      it('excludes hidden services, and says how many', async () => {
        hidden = [SEARCH];
        const body = await metrics();
        expect(body.hiddenServices).toBe(1);
        expect(getCard(body, 'deployment-frequency').n).toBe(4);
        expect(JSON.stringify(body)).not.toMatch(SECRETS);
        for (const metric of DORA_METRICS) {
          const listed = await rows(metric, WINDOW, 500);
          expect(listed.length).toBeGreaterThan(0);
          expect(JSON.stringify(listed)).not.toMatch(SECRETS);
          const csv = await api
            .get(`/metrics/${metric}/rows?${WINDOW}`)
            .set('Accept', 'text/csv');
          expect(csv.text).not.toMatch(SECRETS);
        }
        const quality = await api.get(`/quality?${WINDOW}`);
        expect(quality.body).toMatchObject({
          services: 2,
          servicesWithoutIncidents: [CHECKOUT, GONE],
        });
        const selection = await api.get('/selection');
        expect(selection.body.services).toEqual([CHECKOUT, GONE]);
      });

      it('excludes incidents of hidden services', async () => {
        const quiet = 'component:default/library';
        await api.put([
          records({ service: quiet, incidents: [incident('i1', 5, 6)] }),
        ]);
        const unlinked = async (user?: string) => {
          const { body } = await api.get(`/quality?${WINDOW}`, user);
          return [body.unlinkedIncidents, body.newestUnlinked.length];
        };
        expect(await unlinked()).toEqual([1, 1]);
        hidden = [quiet];
        expect(await unlinked('user:default/bo')).toEqual([0, 0]);
        // It has no rows that could be missing.
        const { hiddenServices } = await metrics(WINDOW, 'user:default/bo');
        expect(hiddenServices).toBe(0);
      });

      it('responds to a hidden service as to one that never existed', async () => {
        hidden = [SEARCH];
        const secret = await api.get(`/metrics?service=${SEARCH}`);
        const nothing = await api.get('/metrics?service=component:default/no');
        expect(secret.status).toBe(404);
        expect(nothing.status).toBe(404);
        expect(secret.body.error.message.replace('search', 'no')).toBe(
          nothing.body.error.message,
        );
      });

      it('applies permission conditions on the owner', async () => {
        api.policy.current = onlyOwned;
        const body = await metrics();
        expect(body.hiddenServices).toBe(2);
        expect(getCard(body, 'deployment-frequency').n).toBe(2);
        const listed = await rows('change-fail-rate', WINDOW);
        expect(new Set(listed.map(row => row.service))).toEqual(
          new Set([CHECKOUT]),
        );
        const other = await api.get(`/metrics?service=${SEARCH}`);
        expect(other.status).toBe(404);
        expect(other.body.error.message).toBe(
          `There is no ${SEARCH} in the catalog, or you don't have access to it. Check the entity ref.`,
        );
        const selection = await api.get('/selection');
        expect(selection.body).toMatchObject({
          services: [CHECKOUT],
          owners: ['group:default/payments'],
        });
      });

      it('applies permission conditions on the environment', async () => {
        api.policy.current = onlyEnvironment('staging');
        const body = await metrics();
        expect(body.hiddenServices).toBe(3);
        expect(getCard(body, 'deployment-frequency').n).toBe(0);
        api.policy.current = onlyEnvironment('staging', 'production');
        const more = await metrics();
        // A service outside the catalog meets no condition.
        expect(more.hiddenServices).toBe(1);
        expect(getCard(more, 'deployment-frequency').n).toBe(4);
      });

      it('also responds to service principals', async () => {
        const res = await api
          .get(`/metrics?${WINDOW}`)
          .set('Authorization', asService());
        expect(res.status).toBe(200);
        expect(getCard(res.body, 'deployment-frequency').n).toBe(6);
      });

      it('lists the available owners, systems and services', async () => {
        const { body } = await api.get('/selection', CARLA);
        expect(body).toMatchObject({
          services: [CHECKOUT, GONE, SEARCH],
          owners: ['group:default/finders', 'group:default/payments'],
          systems: ['system:default/shop'],
          timeZone: 'Europe/Stockholm',
          defaultWindowDays: 90,
          bands: [2024, 2023, 2021, 2019],
          hasDemoData: false,
        });
        expect(body.timeZones).toEqual(
          expect.arrayContaining(['UTC', 'America/New_York']),
        );
      });
    });

    it('reports the quality of the data', async () => {
      await api.put([
        records({
          service: CHECKOUT,
          deployments: [
            deployment('d1', minutes(1), { commits: ['a'] }),
            deployment('d2', minutes(2), { commits: ['b', 'c', 'd'] }),
            deployment('d3', minutes(3), { commits: undefined }),
          ],
          changes: [change('b', minutes(1)), change('c', minutes(9))],
          incidents: [
            incident('i1', minutes(2) + 10, minutes(2) + 20),
            incident('i2', minutes(20), minutes(20) + 5),
            incident('i3', minutes(21), minutes(21) + 5),
          ],
          links: [link('i3', 'd3', 'caused')],
        }),
        sampleRecords(SEARCH, { owner: 'group:default/finders' }),
      ]);
      const { body } = await api.get(`/quality?${WINDOW}`);
      expect(body).toMatchObject({
        services: 2,
        servicesWithoutIncidents: [SEARCH],
        negativeTimes: 1,
        links: 2,
        inferredLinks: 1,
        unlinkedIncidents: 1,
        newestUnlinked: [
          {
            id: 'i2',
            service: CHECKOUT,
            title: 'Incident i2',
            startedAt: new Date(START + 20 * DAY).toISOString(),
          },
        ],
        unmappedEvents: 0,
        unmappedServices: [],
        environmentsWithoutTier: [],
        rejectedEvents: 0,
        clockSkewEvents: 0,
      });
      expect(body.excluded).toEqual(
        expect.arrayContaining([
          {
            metric: 'change-lead-time',
            reason: 'missing-author-time',
            count: 1,
          },
          { metric: 'change-lead-time', reason: 'no-commits', count: 1 },
        ]),
      );
    });

    it('lists environments without a tier, and unmapped services for operators', async () => {
      const event = (n: number, more: object) => ({
        id: `event-${n}`,
        type: 'deployment',
        service: CHECKOUT,
        environment: 'Canary',
        version: '1',
        outcome: 'succeeded',
        finishedAt: '2026-03-05T10:00:00Z',
        ...more,
      });
      await api.dora.ingestion.ingest({
        source: 'hub',
        events: [
          event(1, {}),
          event(2, { environment: 'CANARY' }),
          event(3, { environment: 'other-one', tier: 'other' }),
          event(4, { service: 'acme/mono' }),
          event(5, { service: 'acme/mono' }),
        ],
      });
      await api.put([]);
      // It may already be tomorrow in the time zone of the metrics.
      const soon = new Date(Date.now() + 24 * 60 * 60_000);
      const period = `from=2026-03-01&to=${soon.toISOString().slice(0, 10)}`;
      const { body } = await api.get(`/quality?${period}`);
      expect(body).toMatchObject({
        environmentsWithoutTier: [{ environment: 'canary', deployments: 2 }],
        unmappedServices: [{ source: 'hub', service: 'acme/mono', events: 2 }],
      });
      api.policy.current = permission => ({
        result:
          permission.name === 'deployments.dora.manage'
            ? AuthorizeResult.DENY
            : AuthorizeResult.ALLOW,
      });
      const reader = await api.get(`/quality?${period}`);
      expect(reader.body).toMatchObject({
        unmappedEvents: 2,
        unmappedServices: [],
      });
    });

    it('returns the newest incidents of a row and their total', async () => {
      const many = Array.from({ length: 300 }, (_, n) =>
        incident(`i${n}`, minutes(2) + n + 1, minutes(2) + n + 2),
      );
      await api.put([
        records({
          service: CHECKOUT,
          deployments: [deployment('d1', minutes(2))],
          incidents: many,
        }),
      ]);
      const [row] = await rows('change-fail-rate', WINDOW);
      expect(row.incidentCount).toBe(300);
      expect(row.incidents?.map(({ id }) => id)).toEqual(
        Array.from({ length: 20 }, (_, n) => `i${299 - n}`),
      );
      const csv = await api
        .get(`/metrics/change-fail-rate/rows?${WINDOW}`)
        .set('Accept', 'text/csv');
      expect(csv.text).toContain('; and 280 more');
      const [recovery] = await rows('recovery-time', WINDOW);
      expect(recovery.incidents).toHaveLength(20);
    });

    it('exports rows as CSV without spreadsheet formulas', async () => {
      await api.put([
        records({
          service: CHECKOUT,
          deployments: [
            deployment('d0', minutes(1)),
            deployment('d1', minutes(2), { commits: ['c1', 'c2', 'c3'] }),
          ],
          changes: [
            { ...change('c1', 0), title: '=HYPERLINK("http://x","y")' },
            { ...change('c2', 1), title: '@cmd, "quoted"\nsecond line' },
            { ...change('c3', minutes(2) + 9), title: '-1+1' },
          ],
        }),
      ]);
      const res = await api
        .get(`/metrics/change-lead-time/rows?${WINDOW}`)
        .set('Accept', 'text/csv');
      expect(res.status).toBe(200);
      expect(res.headers['content-type']).toBe('text/csv; charset=utf-8');
      expect(res.headers['content-disposition']).toBe(
        'attachment; filename="change-lead-time.csv"',
      );
      expect(res.text).toContain(`"'=HYPERLINK(""http://x"",""y"")"`);
      expect(res.text).toContain(`"'@cmd, ""quoted""\nsecond line"`);
      expect(res.text).toContain(`,'-1+1,`);
      expect(res.text.split('\r\n')[0]).toMatch(
        /^type,id,service,environment,at,counted/,
      );
      expect(res.text.trim().split('\r\n')).toHaveLength(4);
      const json = await rows('change-lead-time', WINDOW);
      expect(json).toHaveLength(3);
    });

    it.each([
      ['a line feed', 'High error rate\n=1+1 errors\n'],
      ['a carriage return', 'Slow\r=1+1'],
      ['both', "Slow\r\n=cmd|'/c calc'!A0"],
      ['a line break at the start', '\n=6'],
      ['a line separator', 'Slow\u2028@SUM(A1)'],
      ['spaces after a line break', 'Slow\n  +1'],
    ])('quotes and escapes a CSV cell with %s', async (_, title) => {
      await api.put([
        records({
          service: CHECKOUT,
          deployments: [deployment('d1', minutes(2), { version: title })],
          incidents: [{ ...incident('i1', minutes(2) + 5), title }],
          links: [link('i1', 'd1', 'caused')],
        }),
      ]);
      const { text } = await api
        .get(`/metrics/change-fail-rate/rows?${WINDOW}`)
        .set('Accept', 'text/csv');
      const csvRows: Record<string, string>[] = parse(text, { columns: true });
      expect(csvRows).toHaveLength(1);
      const withoutGuard = (cell: string) => cell.replaceAll("'", '');
      expect(withoutGuard(csvRows[0].version)).toBe(withoutGuard(title));
      expect(withoutGuard(csvRows[0].incidents)).toContain(withoutGuard(title));
      expect(text).not.toMatch(/[\n\r\u2028]\s*[=+@-]/);
    });

    it('exports all pages as CSV', async () => {
      const many = Array.from({ length: 1203 }, (_, i) =>
        deployment(`d${i}`, i + 10, { commits: undefined }),
      );
      await api.put([records({ service: CHECKOUT, deployments: many })]);
      const res = await api
        .get(`/metrics/deployment-frequency/rows?${WINDOW}&limit=3`)
        .set('Accept', 'text/csv');
      expect(res.text.trim().split('\r\n')).toHaveLength(1204);
    });

    it.each([
      ['timeZone=Mars/Olympus', 'timeZone'],
      ['timeZone=', 'timeZone'],
      ['from=2026-02-30', 'from'],
      ['from=yesterday', 'from'],
      ['from=2026-03-02&to=2026-03-01', 'from'],
      ['from=2020-01-01&to=2026-01-01', '731'],
      ['to=99999-01-01', 'to'],
      ['interval=hour', 'interval'],
      ['tier=prod', 'tier'],
      ['owner=payments', 'owner'],
      ['owner=', 'owner'],
      ['owner=group:default/a&owner=group:default/b', 'owner'],
      ['service=%00', 'NUL'],
      ['service=a%27%20or%201=1', 'service'],
      ['system=x', 'system'],
      ['bands=2020', 'bands'],
      ['ownership=tomorrow', 'ownership'],
      ['sort=name', 'sort'],
    ])('rejects %s and says why', async (query, named) => {
      for (const path of ['/metrics', '/metrics/recovery-time/rows']) {
        // Rows have neither.
        if (/interval|bands/.test(query) && path !== '/metrics') continue;
        const res = await api.get(`${path}?${query}`);
        expect(res.status).toBe(400);
        expect(res.body.error.message).toContain(named);
      }
    });

    it.each([
      'cursor=nonsense',
      `cursor=${Buffer.from('[1.5,"a"]').toString('base64url')}`,
      `cursor=${Buffer.from('[1e99,"a"]').toString('base64url')}`,
      `cursor=${Buffer.from('[1,"\\u0000"]').toString('base64url')}`,
      'limit=0',
      'limit=501',
      'limit=-1',
      'counted=perhaps',
      'reason=bad-luck',
    ])('rejects rows with %s', async query => {
      const res = await api.get(`/metrics/change-lead-time/rows?${query}`);
      expect(res.status).toBe(400);
    });

    it('rejects an unknown metric', async () => {
      const res = await api.get('/metrics/happiness/rows');
      expect(res.status).toBe(400);
      expect((await api.get('/nonsense')).status).toBe(404);
    });

    it.each([
      '/metrics',
      ...DORA_METRICS.map(metric => `/metrics/${metric}/rows`),
      '/quality',
      '/selection',
    ])('denies %s to callers without read permission', async path => {
      await api.put([
        sampleRecords(CHECKOUT, { owner: 'group:default/payments' }),
      ]);
      api.policy.current = () => ({ result: AuthorizeResult.DENY });
      for (const accept of ['application/json', 'text/csv']) {
        const res = await api.get(path).set('Accept', accept);
        expect(res.status).toBe(403);
        expect(res.text).toContain('permission deployments.deployment.read');
        expect(res.text).not.toContain('checkout');
      }
      api.policy.current = allowAll;
    });

    it('lists rows newest first, by the time they finished', async () => {
      await api.put([
        sampleRecords(CHECKOUT, { owner: 'group:default/payments' }),
      ]);
      const listed = await rows('deployment-frequency', WINDOW);
      expect(listed.map(row => row.at)).toEqual(
        [5, 3, 1].map(day => new Date(START + day * DAY).toISOString()),
      );
    });
  },
);

/** Computes a metric's value from its rows alone. */
function recount(
  metric: DoraMetricName,
  counted: readonly DoraRow[],
  days: number,
): number | undefined {
  if (counted.length === 0) return undefined;
  switch (metric) {
    case 'deployment-frequency':
      return counted.length / days;
    case 'change-lead-time':
    case 'recovery-time':
      return percentile(
        counted.map(row => row.value ?? NaN).sort((a, b) => a - b),
        0.5,
      );
    default:
      return counted.filter(row => row.hit).length / counted.length;
  }
}
