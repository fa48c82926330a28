import {
  createBackendModule,
  createBackendPlugin,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  DefaultEventsService,
  eventsServiceRef,
  type EventParams,
} from '@backstage/plugin-events-node';
import {
  DEPLOYMENTS_EVENT_TOPIC,
  type DeploymentEventPayload,
  deploymentsExtensionPoint,
} from '@slipway/backstage-plugin-deployments-node';
import type { Knex } from 'knex';
import request from 'supertest';
import { TestTarget } from '../application/__testUtils__/TestTarget';
import {
  CONFIG,
  createTestPortal,
  ENTITY,
  resolveCaller,
  SERVICE,
  type TestPortal,
} from '../application/__testUtils__/testPortal';
import { deploymentsPlugin } from '../plugin';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

function withApproval() {
  const config = JSON.parse(JSON.stringify(CONFIG));
  config.deployments.environments.production.approvals = {
    managers: { from: ['group:default/release-managers'] },
  };
  return config;
}

const readPayload = ({ eventPayload }: EventParams) =>
  eventPayload as DeploymentEventPayload;

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise(resolve => setTimeout(resolve, 20));
}

describe.each(databases.eachSupportedId())(
  'events on the events service, on %s',
  databaseId => {
    let knex: Knex;
    let target: TestTarget;
    let portal: TestPortal | undefined;

    beforeEach(async () => {
      knex = await databases.init(databaseId);
      target = new TestTarget();
    });
    afterEach(async () => {
      await portal?.engine.stop();
      portal = undefined;
      await knex.destroy();
    });

    /** The events in the order in which they were committed. */
    const list = (events: EventParams[]) =>
      events
        .map(readPayload)
        .sort((a, b) => a.deployment.seq - b.deployment.seq);
    const listTypes = (events: EventParams[]) =>
      list(events).map(({ type }) => type);

    async function start(config = CONFIG): Promise<TestPortal> {
      portal = await createTestPortal({ knex, target, config });
      await portal.runs(await portal.version('1.0.0'));
      await portal.engine.start();
      return portal;
    }

    it('are published once for each change of a deployment that is approved', async () => {
      const {
        deploy,
        version,
        until: untilState,
        ...rest
      } = await start(withApproval());
      const { sent, engine, state, untilEnded } = rest;
      const id = await deploy(await version('1.1.0'), {
        reason: 'contains hunter2',
      });
      await untilState(id, ({ blockers }) => blockers.length > 0);
      await engine.service.command(
        id,
        {
          type: 'approve',
          commandId: 'yes',
          planHash: (await state(id)).planHash,
        },
        resolveCaller('carol', ['group:default/release-managers']),
      );
      await untilEnded(id);
      await until(() => listTypes(sent.events).includes('succeeded'));
      expect(listTypes(sent.events)).toEqual([
        'requested',
        'approval_needed',
        'started',
        'succeeded',
      ]);
      expect(new Set(sent.events.map(({ topic }) => topic))).toEqual(
        new Set([DEPLOYMENTS_EVENT_TOPIC]),
      );
      const [, approval, , succeeded] = list(sent.events);
      expect(approval.deployment).toMatchObject({
        status: 'queued',
        blockers: [
          {
            kind: 'approval',
            unblockedBy: ['group:default/release-managers'],
          },
        ],
      });
      const { deployment } = succeeded;
      expect(succeeded).toMatchObject({
        id: `${id}/${deployment.seq}`,
        deployment: {
          id,
          kind: 'deploy',
          service: SERVICE,
          environment: 'production',
          version: { name: '1.1.0' },
          baseline: { name: '1.0.0' },
          status: 'succeeded',
          requestedBy: { principal: 'user:default/alice', via: 'portal' },
          finishedAt: succeeded.at,
          goldenPath: { name: 'web', title: 'Web service, canary' },
        },
      });
      // What people wrote can contain secrets.
      expect(JSON.stringify(sent.events)).not.toContain('hunter2');
    });

    it('tell a rollback from the failure that caused it', async () => {
      const { deploy, version, untilEnded, sent } = await start();
      target.measured = artifact => ({
        value: artifact === 'sha256:1.1.0' ? 0.5 : 1,
        samples: 100,
      });
      await untilEnded(await deploy(await version('1.1.0')));
      await until(() => listTypes(sent.events).includes('rolled_back'));
      expect(listTypes(sent.events)).toEqual([
        'requested',
        'started',
        'rolling_back',
        'rolled_back',
      ]);
      expect(list(sent.events)[3].deployment).toMatchObject({
        cause: expect.any(String),
        version: { name: '1.1.0' },
        baseline: { name: '1.0.0' },
        mayHaveChanged: true,
      });
    });

    it('say whether a deployment waits for a decision, and continues', async () => {
      const config = JSON.parse(JSON.stringify(CONFIG));
      config.deployments.goldenPaths.web.onFailure = 'pause';
      const { deploy, version, sent, engine, ...rest } = await start(config);
      let value = 0.5;
      target.measured = () => ({ value, samples: 100 });
      const id = await deploy(await version('1.1.0'));
      await rest.until(id, ({ status }) => status === 'waiting');
      value = 1;
      await engine.service.command(
        id,
        { type: 'decide', commandId: 'again', choice: 'retry' },
        resolveCaller('alice', ['group:default/team-a']),
      );
      await rest.untilEnded(id);
      await until(() => listTypes(sent.events).includes('succeeded'));
      expect(listTypes(sent.events)).toEqual([
        'requested',
        'started',
        'waiting',
        'resumed',
        'succeeded',
      ]);
    });

    it('are published again with the same id after a failed delivery', async () => {
      const ready = await createTestPortal({ knex, target });
      portal = ready;
      let isAway = true;
      const tried: string[] = [];
      ready.options.events.publish = async event => {
        const { id } = readPayload(event);
        tried.push(id);
        if (isAway) {
          isAway = false;
          throw new Error('the events plugin does not answer');
        }
      };
      await ready.engine.start();
      const id = await ready.deploy(await ready.version('1.1.0'));
      await ready.untilEnded(id);
      // Requested, once more, started, succeeded.
      await until(() => tried.length === 4);
      expect(tried.filter(it => it === tried[0])).toHaveLength(2);
      expect(new Set(tried).size).toBe(3);
    });

    it('reach other plugins of the backend', async () => {
      const received: EventParams[] = [];
      const backend = await startTestBackend({
        features: [
          deploymentsPlugin,
          createBackendModule({
            pluginId: 'deployments',
            moduleId: 'test-target',
            register(env) {
              env.registerInit({
                deps: { deployments: deploymentsExtensionPoint },
                async init({ deployments }) {
                  deployments.addTarget(target);
                },
              });
            },
          }),
          createBackendPlugin({
            pluginId: 'chat',
            register(env) {
              env.registerInit({
                deps: { events: eventsServiceRef },
                async init({ events }) {
                  await events.subscribe({
                    id: 'deployments',
                    topics: [DEPLOYMENTS_EVENT_TOPIC],
                    onEvent: async event => {
                      received.push(event);
                    },
                  });
                },
              });
            },
          }),
          createServiceFactory({
            service: eventsServiceRef,
            deps: {},
            createRootContext: () =>
              DefaultEventsService.create({
                logger: mockServices.logger.mock(),
                useEventBus: 'never',
              }),
            factory: (_deps, events) => events,
          }),
          mockServices.database.factory({ knex }),
          mockServices.rootConfig.factory({ data: CONFIG }),
          catalogServiceMock.factory({ entities: [ENTITY] }),
          actionsRegistryServiceMock.factory(),
        ],
      });
      const post = (path: string, body: object) =>
        request(backend.server)
          .post(`/api/deployments/${path}`)
          .set('authorization', mockCredentials.user.header('user:default/ana'))
          .set('Idempotency-Key', path)
          .send(body);
      const registered = await post(
        `services/${encodeURIComponent(SERVICE)}/versions`,
        { name: '1.4.2', artifact: 'sha256:1' },
      );
      const created = await post('deployments', {
        service: SERVICE,
        environment: 'production',
        versionId: registered.body.id,
      });
      expect(created.status).toBe(201);
      await until(() => listTypes(received).includes('succeeded'));
      expect(
        new Set(list(received).map(({ deployment }) => deployment.id)),
      ).toEqual(new Set([created.body.id]));
      await backend.stop();
    });
  },
);
