import {
  coreServices,
  createBackendModule,
  createServiceFactory,
  type LoggerService,
  type RootLoggerService,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  type TestBackend,
} from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { deploymentsExtensionPoint } from '@slipway/backstage-plugin-deployments-node';
import request from 'supertest';
import { TestTarget } from '../../application/__testUtils__/TestTarget';
import {
  CONFIG,
  ENTITY,
  SERVICE,
} from '../../application/__testUtils__/testPortal';
import { deploymentsPlugin } from '../../plugin';

jest.setTimeout(60_000);

const ANA = 'user:default/ana';
const SERVICE_PATH = `services/${encodeURIComponent(SERVICE)}`;

interface AuditLine {
  level: string;
  message: string;
  text: string;
  eventId?: string;
  status?: string;
  severityLevel?: string;
  actor?: { actorId?: string };
  request?: { method: string; url: string };
  meta?: object;
}

/** Starts the plugin with Backstage's real auditor, and collects the lines that it writes to the log. */
async function startPortal(
  permissions: Parameters<typeof mockServices.permissions.factory>[0] = {
    result: AuthorizeResult.ALLOW,
  },
) {
  const lines: AuditLine[] = [];
  const write =
    (level: string, own: object): LoggerService['info'] =>
    (message, meta) => {
      const fields: object = { ...own, ...meta };
      if (!('isAuditEvent' in fields)) return;
      const error = meta instanceof Error ? meta.message : '';
      lines.push({
        level,
        message,
        text: JSON.stringify(fields, (key, value) =>
          key === 'isAuditEvent' ? undefined : value,
        ).concat(error),
        ...fields,
      });
    };
  const createLogger = (own: object): RootLoggerService => ({
    error: write('error', own),
    warn: write('warn', own),
    info: write('info', own),
    debug: write('debug', own),
    child: meta => createLogger({ ...own, ...meta }),
  });
  const config = JSON.parse(JSON.stringify(CONFIG));
  config.deployments.dora = {
    sources: { tekton: { type: 'cdevents', token: 'the-token-of-tekton' } },
  };
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
              deployments.addTarget(new TestTarget());
            },
          });
        },
      }),
      createServiceFactory({
        service: coreServices.rootLogger,
        deps: {},
        factory: () => createLogger({}),
      }),
      mockServices.permissions.factory(permissions),
      mockServices.rootConfig.factory({ data: config }),
      catalogServiceMock.factory({ entities: [ENTITY] }),
      actionsRegistryServiceMock.factory(),
    ],
  });
  return { backend, lines };
}

const post = (backend: TestBackend, path: string, body: object) =>
  request(backend.server)
    .post(`/api/deployments/${path}`)
    .set('authorization', mockCredentials.user.header(ANA))
    .send(body);

const summarize = (lines: AuditLine[]) =>
  lines.map(({ eventId, status }) => `${eventId} ${status}`);

/** Waits for the second line of an event, which is written after the response. */
async function untilWritten(lines: AuditLine[], count: number): Promise<void> {
  while (lines.length < count) {
    await new Promise(resolve => setTimeout(resolve, 10));
  }
}

describe('Backstage’s auditor', () => {
  let backend: TestBackend;
  let lines: AuditLine[];

  beforeEach(async () => {
    ({ backend, lines } = await startPortal());
  });
  afterEach(() => backend.stop());

  it('gets who did what, without texts and inputs', async () => {
    const version = await post(backend, `${SERVICE_PATH}/versions`, {
      name: '1.4.2',
      artifact: 'sha256:1',
    });
    expect(version.status).toBe(201);
    const created = await post(backend, 'deployments', {
      service: SERVICE,
      environment: 'production',
      versionId: version.body.id,
      reason: 'hunter2',
    });
    expect(created.status).toBe(201);
    const id: string = created.body.id;
    await post(backend, `deployments/${id}/commands`, {
      type: 'cancel',
      commandId: 'cancel-1',
      reason: 'hunter2',
    });
    await untilWritten(lines, 6);
    expect(summarize(lines)).toEqual([
      'register-version initiated',
      'register-version succeeded',
      'create-deployment initiated',
      'create-deployment succeeded',
      'send-command initiated',
      'send-command succeeded',
    ]);
    for (const line of lines) {
      expect(line).toMatchObject({
        level: 'info',
        severityLevel: 'medium',
        actor: { actorId: ANA },
        request: { method: 'POST' },
      });
      expect(line.text).not.toContain('hunter2');
    }
    expect(lines[1].meta).toEqual({ service: SERVICE });
    expect(lines[3].meta).toEqual({
      service: SERVICE,
      environment: 'production',
    });
    expect(lines[5].meta).toEqual({ deployment: id, command: 'cancel' });
  });

  it('gets invalid requests, and nothing of their bodies', async () => {
    const response = await post(backend, 'deployments', {
      service: 'hunter2',
      environment: 7,
    });
    expect(response.status).toBe(400);
    const broken = await post(backend, 'deployments', {})
      .set('content-type', 'application/json')
      .send('{ "hunter2');
    expect(broken.status).toBe(400);
    await untilWritten(lines, 4);
    expect(summarize(lines)).toEqual([
      'create-deployment initiated',
      'create-deployment failed',
      'create-deployment initiated',
      'create-deployment failed',
    ]);
    expect(lines[1].text).toContain('The response was 400 Bad Request');
    lines.forEach(({ text }) => expect(text).not.toContain('hunter2'));
  });

  it('gets no reads and no plans', async () => {
    const version = await post(backend, `${SERVICE_PATH}/versions`, {
      name: '1.4.2',
      artifact: 'sha256:1',
    });
    await untilWritten(lines, 2);
    lines.splice(0);
    const plan = await post(backend, 'deployments/plan', {
      service: SERVICE,
      environment: 'production',
      versionId: version.body.id,
    });
    expect(plan.status).toBe(200);
    const list = await request(backend.server)
      .get('/api/deployments/deployments')
      .set('authorization', mockCredentials.user.header(ANA));
    expect(list.status).toBe(200);
    expect(lines).toEqual([]);
  });

  it('gets refused webhooks without their token', async () => {
    const response = await request(backend.server)
      .post('/api/deployments/dora/hooks/tekton')
      .set('authorization', 'Bearer a-wrong-token')
      .send({});
    expect(response.status).toBe(401);
    await untilWritten(lines, 2);
    expect(summarize(lines)).toEqual([
      'receive-webhook initiated',
      'receive-webhook failed',
    ]);
    expect(lines[1]).toMatchObject({ meta: { source: 'tekton' } });
    lines.forEach(({ text }) => expect(text).not.toMatch(/-token/));
  });
});

it('gets requests that the permission policy refuses', async () => {
  const { backend, lines } = await startPortal({
    result: AuthorizeResult.DENY,
  });
  const response = await post(backend, 'deployments', {
    service: SERVICE,
    environment: 'production',
    versionId: 'any',
  });
  expect(response.status).toBe(403);
  await untilWritten(lines, 2);
  expect(lines[1]).toMatchObject({
    eventId: 'create-deployment',
    status: 'failed',
    actor: { actorId: ANA },
    meta: { service: SERVICE, environment: 'production' },
  });
  expect(lines[1].text).toContain('The response was 403 Forbidden');
  await backend.stop();
});
