import { randomUUID } from 'node:crypto';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { databaseServiceFactory } from '@backstage/backend-defaults/database';
import { createServiceFactory } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  notificationService,
  type NotificationSendOptions,
} from '@backstage/plugin-notifications-node';
import localTarget from '@slipway/backstage-plugin-deployments-backend-module-local';
import knexFactory, { type Knex } from 'knex';
import request from 'supertest';
import { verifyChain } from '../maintenance/auditSealing/sealAudit';
import { expectReplay } from '../application/__testUtils__/testPortal';
import { deploymentsPlugin } from '../plugin';
import { createDatabase } from '../persistence/createDatabase';
import {
  readConfig,
  readEntities,
  readFixture,
  listReleases,
  restoreDump,
  restoreFiles,
  type UpgradeFixture,
} from './__testUtils__/fixture';

// Services are started and observed, which may take long on a busy machine.
jest.setTimeout(180_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

type Backend = Awaited<ReturnType<typeof startTestBackend>>;

/** Backstage does not close database connections when a test's backend stops, and our SQLite lock keeps others out. */
function openCopy(directory: string): Knex {
  const copy = join(directory, 'copy');
  mkdirSync(copy);
  for (const suffix of ['', '-wal']) {
    const file = `deployments.sqlite${suffix}`;
    copyFileSync(join(directory, file), join(copy, file));
  }
  return knexFactory({
    client: 'better-sqlite3',
    connection: { filename: join(copy, 'deployments.sqlite') },
    useNullAsDefault: true,
    pool: { min: 1, max: 1 },
  });
}

describe.each(
  databases
    .eachSupportedId()
    .flatMap(([databaseId]) =>
      listReleases().map(release => ({ databaseId, release })),
    ),
)('a portal of $release on $databaseId', ({ databaseId, release }) => {
  const isSqlite = databaseId === 'SQLITE_3';
  const name = isSqlite ? 'sqlite' : 'postgres';
  const recorded: UpgradeFixture = readFixture(release, name);
  let files: Awaited<ReturnType<typeof restoreFiles>>;
  let postgres: Knex | undefined;
  let backend: Backend;
  let stopped: Promise<void> | undefined;
  const sent: NotificationSendOptions[] = [];

  const stop = () => (stopped ??= backend?.stop());

  async function call(
    method: 'get' | 'post',
    path: string,
    body?: object,
    user = 'user:default/ana',
  ) {
    const response = await request(backend.server)
      [method](`/api/deployments${path}`)
      .set('Authorization', mockCredentials.user.header(user))
      .send(body);
    if (response.status >= 400) {
      throw new Error(
        `${method} ${path}: ${response.status} ${JSON.stringify(
          response.body,
        )}`,
      );
    }
    return response.body;
  }
  const get = (path: string) => call('get', path);

  async function readAll(path: string): Promise<Array<Record<string, any>>> {
    const items = [];
    let cursor = '';
    do {
      const page = await get(
        `${path}?limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      items.push(...page.items);
      cursor = page.nextCursor ?? '';
    } while (cursor);
    return items;
  }

  async function ended(id: string) {
    for (;;) {
      const deployment = await get(`/deployments/${id}`);
      if (deployment.finishedAt) return deployment;
      if (deployment.status === 'waiting') {
        throw new Error(
          `${id} waits for a person: ${JSON.stringify(deployment.blockers)}`,
        );
      }
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }

  async function approve(id: string, user: string, stepId?: string) {
    const { planHash } = await get(`/deployments/${id}`);
    await call(
      'post',
      `/deployments/${id}/commands`,
      {
        type: 'approve',
        commandId: randomUUID(),
        reason: 'After the upgrade',
        ...(planHash ? { planHash } : {}),
        ...(stepId ? { stepId } : {}),
      },
      user,
    );
  }

  const environment = async (service: string, environmentName: string) => {
    const { environments } = await get(
      `/services/${encodeURIComponent(service)}/overview`,
    );
    return environments.find(
      (each: { environment: { name: string } }) =>
        each.environment.name === environmentName,
    );
  };

  beforeAll(async () => {
    files = await restoreFiles(release, name);
    if (!isSqlite) {
      postgres = await databases.init(databaseId);
      await restoreDump(release, postgres);
    }
    const { directory } = files;
    backend = await startTestBackend({
      features: [
        deploymentsPlugin,
        localTarget,
        ...(postgres
          ? [mockServices.database.factory({ knex: postgres })]
          : [databaseServiceFactory]),
        mockServices.rootConfig.factory({
          data: {
            ...readConfig(directory),
            backend: {
              database: { client: 'better-sqlite3', connection: { directory } },
            },
          },
        }),
        catalogServiceMock.factory({ entities: readEntities() }),
        actionsRegistryServiceMock.factory(),
        createServiceFactory({
          service: notificationService,
          deps: {},
          factory: () => ({
            send: async message => void sent.push(message),
          }),
        }),
      ],
    });
  });
  afterAll(async () => {
    await stop();
    await postgres?.destroy();
    files?.remove();
  });

  it('shows ended deployments and their events as the old release did', async () => {
    const over = recorded.deployments.filter(({ finishedAt }) => finishedAt);
    expect(over.map(({ status }) => status)).toEqual(
      expect.arrayContaining(['succeeded', 'rolled_back', 'cancelled']),
    );
    for (const { events, version, ...rest } of over) {
      const now = await get(`/deployments/${rest.id}`);
      expect(now).toMatchObject({ ...rest, version: { name: version } });
      expect(now.mayHaveChanged).toBe(rest.status !== 'cancelled');
      const { items } = await get(`/deployments/${rest.id}/events`);
      expect(
        items.map(({ seq, at }: { seq: number; at: string }) => ({ seq, at })),
      ).toEqual(events);
      for (const { message } of items) {
        expect(message).toMatch(/\S/);
      }
      await get(`/deployments/${rest.id}/logs`);
    }
    const rolledBack = over.find(({ status }) => status === 'rolled_back');
    const { items } = await get(`/deployments/${rolledBack?.id}/measurements`);
    expect(items.length).toBeGreaterThan(0);
    const listed = (await readAll('/deployments')).map(({ id }) => id);
    expect(listed).toEqual(
      expect.arrayContaining(recorded.deployments.map(({ id }) => id)),
    );
  });

  it('shows all versions with their commits and quarantines', async () => {
    for (const [service, versions] of Object.entries(recorded.versions)) {
      const now = await readAll(
        `/services/${encodeURIComponent(service)}/versions`,
      );
      for (const { commits, quarantined, ...version } of versions) {
        const same = now.find(({ id }) => id === version.id);
        expect(same).toMatchObject(version);
        expect(same?.commits ?? []).toHaveLength(commits);
        expect(same?.quarantined !== undefined).toBe(quarantined);
      }
    }
    expect(
      Object.values(recorded.versions).flatMap(versions =>
        versions.filter(({ commits, quarantined }) => commits && quarantined),
      ),
    ).not.toEqual([]);
  });

  it('keeps holds, incidents and dead letters', async () => {
    expect(recorded.holds).not.toEqual([]);
    for (const {
      service,
      environment: environmentName,
      reason,
    } of recorded.holds) {
      expect(await environment(service, environmentName)).toMatchObject({
        hold: { reason },
      });
    }
    const incidents = await readAll('/dora/incidents');
    expect(incidents).toHaveLength(recorded.incidents.length);
    for (const incident of recorded.incidents) {
      expect(incidents).toContainEqual(expect.objectContaining(incident));
    }
    const dead = await readAll('/dora/events');
    expect(recorded.deadLetters.map(({ status }) => status).sort()).toEqual([
      'rejected',
      'unmapped',
    ]);
    for (const letter of recorded.deadLetters) {
      expect(dead).toContainEqual(expect.objectContaining(letter));
    }
  });

  it('finishes the running deployment, then the one queued behind it', async () => {
    const first = await ended(recorded.running);
    expect(first).toMatchObject({ status: 'succeeded' });
    const last = await ended(recorded.queued);
    expect(last).toMatchObject({ status: 'succeeded' });
    const { url, current } = await environment(last.service, last.environment);
    expect(current.version.name).toBe(last.version.name);
    const answer = await fetch(`${url}/version`);
    expect(await answer.json()).toMatchObject({ version: last.version.name });
  });

  it('does not count an environment approver for a step, and says so', async () => {
    const isAskedAnew = async () =>
      (await get(`/deployments/${recorded.waiting}`)).blockers[0]?.rule ===
      'approve';
    while (!(await isAskedAnew())) {
      await new Promise(resolve => setTimeout(resolve, 100));
    }
    const refusal = /counts for “production”, and each rule needs a different/;
    await expect(
      approve(recorded.waiting, 'user:default/carla', 'approve'),
    ).rejects.toThrow(refusal);
    const { approvals } = await get(`/deployments/${recorded.waiting}`);
    expect(approvals).toMatchObject([
      { by: 'user:default/carla', decision: 'approve' },
    ]);
    const seen = await call(
      'get',
      `/deployments/${recorded.waiting}`,
      undefined,
      'user:default/carla',
    );
    expect(seen.blockers).toMatchObject([
      { kind: 'approval', hint: expect.stringMatching(refusal) },
    ]);
  });

  it('continues waiting deployments once they are approved', async () => {
    await approve(recorded.waiting, 'user:default/eva', 'approve');
    await approve(recorded.unapproved, 'user:default/carla');
    const both = await Promise.all(
      [recorded.waiting, recorded.unapproved].map(async id => {
        // It continues shortly after, and has no blockers any more.
        while ((await get(`/deployments/${id}`)).status === 'waiting') {
          await new Promise(resolve => setTimeout(resolve, 100));
        }
        return ended(id);
      }),
    );
    // Includes the steps, so that a failed assertion shows which step failed.
    expect(both.map(({ status, steps }) => ({ status, steps }))).toEqual([
      expect.objectContaining({ status: 'succeeded' }),
      expect.objectContaining({ status: 'succeeded' }),
    ]);
    expect(sent.map(({ payload }) => payload.description)).toContain(
      'payments 2.1.0 is in production',
    );
  });

  it('has an intact audit trail, and events that replay to the stored states', async () => {
    const entries = await readAll('/audit');
    for (const entry of recorded.audit) {
      expect(entries).toContainEqual(expect.objectContaining({ id: entry.id }));
    }
    const { status } = await get('/health');
    expect(status).toBe('ok');
    await stop();
    const knex = postgres ?? openCopy(files.directory);
    try {
      const chain = await verifyChain(createDatabase(knex));
      expect(chain).toMatchObject({
        result: 'intact',
        entries: expect.any(Number),
      });
      const sealed = chain.result === 'intact' ? chain.entries : 0;
      expect(sealed).toBeGreaterThanOrEqual(recorded.audit.length);
      await expectReplay(knex);
    } finally {
      if (!postgres) await knex.destroy();
    }
  });
});
