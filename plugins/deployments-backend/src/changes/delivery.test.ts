import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { Knex } from 'knex';
import { createDatabase } from '../persistence/createDatabase';
import { migrate } from '../persistence/migrate';
import type { OutboxMessage } from '../domain/model/outboxMessage';
import { enqueueOutbox } from '../persistence/repositories/outbox';
import { readLogLines } from '../persistence/repositories/stepLogLines';
import { createChangeHub } from './changeHub';
import { startOutbox } from './startOutbox';
import { openStepLog } from '../execution/effects/openStepLog';
import { TestTarget } from '../application/__testUtils__/TestTarget';
import {
  CONFIG,
  createTestPortal,
  expectReplay,
  SERVICE,
} from '../application/__testUtils__/testPortal';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

describe.each(databases.eachSupportedId())(
  'what is told, on %s',
  databaseId => {
    let knex: Knex;

    beforeEach(async () => {
      knex = await databases.init(databaseId);
      await migrate(knex);
    });
    afterEach(() => knex.destroy());

    it('is sent again until it is delivered', async () => {
      const database = createDatabase(knex);
      const changes = createChangeHub();
      const notified: unknown[] = [];
      let isAway = true;
      const stop = startOutbox({
        database,
        changes,
        logger: mockServices.logger.mock(),
        signals: {
          publish: async signal => {
            if (isAway) {
              isAway = false;
              throw new Error('nobody listens');
            }
            notified.push(signal.message);
          },
        },
        events: mockServices.events.mock(),
        notifications: {
          send: async ({ payload }) => {
            notified.push(payload);
          },
        },
        catalog: catalogServiceMock(),
        auth: mockServices.auth(),
        model: { environments: [], engine: { queueForMs: 0 } },
      });
      const serviceEnvironment = {
        service: SERVICE,
        environment: 'production',
      };
      await database.transaction(async trx =>
        enqueueOutbox(
          trx,
          [
            // Earlier versions stored such messages.
            {
              kind: 'signal',
              deploymentId: 'd',
              ...serviceEnvironment,
              status: 'queued',
              seq: 3,
            } as OutboxMessage,
            {
              kind: 'notification',
              deploymentId: 'd',
              to: ['user:default/ana'],
              title: 'Deployment of checkout 1.5.0 to production succeeded',
              description: 'All checks passed.',
              severity: 'normal',
              topic: 'state',
            } as unknown as OutboxMessage,
          ],
          await database.now(trx),
        ),
      );
      while (notified.length < 2) {
        await new Promise(resolve => setTimeout(resolve, 20));
      }
      await stop();
      // Only ids: receivers read the rest with their own permissions.
      expect(notified).toContainEqual({ deploymentId: 'd', seq: 3 });
      expect(notified).toContainEqual({
        title: 'Deployment of checkout 1.5.0 to production succeeded',
        description: 'All checks passed.',
        severity: 'normal',
        link: '/deployments/d',
        topic: 'My deployments',
        scope: 'deployment:d',
      });
      expect(await knex('outbox').select()).toEqual([]);
    });

    it('has a log with a size limit and a line that says where it ends', async () => {
      const database = createDatabase(knex);
      const portal = await createTestPortal({ knex, target: new TestTarget() });
      const id = await portal.deploy(await portal.version('1.0.0'));
      const log = () =>
        openStepLog(
          {
            database,
            changes: createChangeHub(),
            logger: mockServices.logger.mock(),
            maxBytesPerStep: 100,
            redact: text => text.replace('hunter2', '[secret]'),
          },
          {
            deploymentId: id,
            service: SERVICE,
            environment: 'production',
            stepId: 's',
          },
        );
      const first = log();
      first.write('the password is hunter2');
      first.write('x'.repeat(60));
      await first.flush();
      const second = log();
      second.write('y'.repeat(60));
      second.write('z');
      await second.flush();
      const third = log();
      third.write('still more');
      await third.flush();
      const { items, truncated } = await readLogLines(knex, id, {
        afterSeq: 0,
        limit: 10,
      });
      expect(items.map(({ line }) => line)).toEqual([
        'the password is [secret]',
        'x'.repeat(60),
        'The log ends here, because at most 100 bytes are stored for each step.',
      ]);
      expect(truncated).toBe(true);
    });

    describe('with a job that needs a secret', () => {
      let server: Server;
      let origin: string;
      const seen: (string | undefined)[] = [];

      beforeEach(async () => {
        server = createServer((incoming, response) => {
          seen.push(incoming.headers.authorization);
          response.statusCode = 400;
          response.end('no such job for hunter2-secret');
        });
        await new Promise<void>(resolve =>
          server.listen(0, '127.0.0.1', resolve),
        );
        origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      });
      afterEach(() => {
        server.closeAllConnections();
        return new Promise(resolve => server.close(resolve));
      });

      it('never contains the secret: it is in no row of the database', async () => {
        const config = JSON.parse(JSON.stringify(CONFIG));
        config.deployments.secrets = { job: 'hunter2-secret' };
        config.deployments.goldenPaths.web.steps.unshift({
          id: 'migrate',
          use: 'http-job',
          changes: 'none',
          retry: { attempts: 1 },
          with: {
            url: `${origin}/jobs?token={{ secrets.job }}`,
            headers: { authorization: 'Bearer {{ secrets.job }}' },
          },
        });
        const portal = await createTestPortal({
          knex,
          target: new TestTarget(),
          config,
          secrets: new Map([['job', 'hunter2-secret']]),
        });
        await portal.engine.start();
        const id = await portal.deploy(await portal.version('1.0.0'));
        expect(await portal.untilEnded(id)).toMatchObject({ status: 'failed' });
        await portal.engine.stop();
        expect(seen).toEqual(['Bearer hunter2-secret']);
        const tables = [
          'deployments',
          'deployment_events',
          'step_logs',
          'audit_entries',
          'outbox',
          'commands',
          'measurements',
        ];
        for (const table of tables) {
          expect(JSON.stringify(await knex(table).select())).not.toContain(
            'hunter2',
          );
        }
        await expectReplay(knex);
      });
    });
  },
);
