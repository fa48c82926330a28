import {
  mockCredentials,
  mockServices,
  type TestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  type DefinitivePolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  type AuditEntry,
  type Deployment,
  deploymentRollbackPermission,
} from '@slipway/backstage-plugin-deployments-common';
import request from 'supertest';
import { configureRollout } from '../application/__testUtils__/rollout';
import { TestTarget } from '../application/__testUtils__/TestTarget';
import { SERVICE } from '../application/__testUtils__/testPortal';
import { mismatches } from './__testUtils__/documented';
import { startPortal } from './__testUtils__/startPortal';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

const ANA = 'user:default/ana';

/** The plugin as a portal starts it, with 1.0.0 in production, and rollouts that wait for a person at 10 % and at 25 %. */
describe.each(databases.eachSupportedId())(
  'a rollout over the API on %s',
  databaseId => {
    let target: TestTarget;
    let backend: TestBackend;
    /** The names of the permissions that ana lacks. */
    let lacking: string[];
    let presses: number;

    beforeEach(async () => {
      target = new TestTarget();
      lacking = [];
      presses = 0;
      const decide = ({
        permission,
      }: {
        permission: { name: string };
      }): DefinitivePolicyDecision => ({
        result: lacking.includes(permission.name)
          ? AuthorizeResult.DENY
          : AuthorizeResult.ALLOW,
      });
      backend = await startPortal({
        knex: await databases.init(databaseId),
        target,
        config: configureRollout(
          {
            stages: [
              { weight: 10, until: 'promoted' },
              { weight: 25, until: 'promoted' },
            ],
          },
          { environment: { concurrency: 'replace' } },
        ),
        permissions: mockServices.permissions.mock({
          authorize: async requests => requests.map(decide),
          authorizeConditional: async requests => requests.map(decide),
        }),
      });
      const first = await deploy('1.0.0');
      await until(first.body.id, ({ status }) => status === 'succeeded');
    });
    afterEach(async () => {
      await backend.stop();
    });

    type Path = Parameters<typeof mismatches>[0];

    /** Sends a request as ana, and validates the response against the document. */
    async function call(
      method: 'get' | 'post',
      path: Path,
      parameters: Record<string, string> = {},
      body?: object,
    ) {
      const url = path.replace(/\{(\w+)\}/g, (_, name) =>
        encodeURIComponent(parameters[name]),
      );
      const req = request(backend.server)
        [method](`/api/deployments${url}`)
        .set('Authorization', mockCredentials.user.header(ANA));
      const res = await (body ? req.send(body) : req);
      expect(mismatches(path, method, res)).toEqual([]);
      return res;
    }

    async function deploy(name: string) {
      const { body: version } = await call(
        'post',
        '/services/{ref}/versions',
        { ref: SERVICE },
        { name, artifact: `sha256:${name}` },
      );
      return call(
        'post',
        '/deployments',
        {},
        {
          service: SERVICE,
          environment: 'production',
          versionId: version.id,
        },
      );
    }

    async function until(
      id: string,
      holds: (deployment: Deployment) => boolean,
    ): Promise<Deployment> {
      for (;;) {
        const { body } = await call('get', '/deployments/{id}', { id });
        if (holds(body)) return body;
        await new Promise(resolve => setTimeout(resolve, 20));
      }
    }

    const mayPromote = ({ commands }: Deployment) =>
      commands.some(({ type }) => type === 'promote');

    /** Starts a rollout of a version, and waits until it can be promoted from 10 %. */
    async function rollOut(name: string): Promise<string> {
      const { body } = await deploy(name);
      await until(body.id, mayPromote);
      return body.id;
    }

    const promote = (id: string, to: 'next' | 'full', reason: string) => {
      presses += 1;
      return call(
        'post',
        '/deployments/{id}/commands',
        { id },
        {
          type: 'promote',
          stepId: 'rollout',
          to,
          reason,
          commandId: `press-000${presses}`,
        },
      );
    };

    const listAudit = async (action: string): Promise<AuditEntry[]> => {
      const { body } = await call('get', '/audit');
      return body.items.filter((entry: AuditEntry) => entry.action === action);
    };

    const traffic = () => target.traffic(SERVICE, 'production');

    it('records who promoted it, from which share of the traffic to which, and why', async () => {
      const id = await rollOut('2.0.0');
      expect((await promote(id, 'next', 'No errors')).status).toBe(200);
      await until(
        id,
        deployment => deployment.trafficWeight === 25 && mayPromote(deployment),
      );
      expect((await promote(id, 'full', 'Seen enough')).status).toBe(200);
      await until(id, ({ status }) => status === 'succeeded');
      const common = {
        actor: { principal: ANA, via: 'portal' },
        outcome: 'accepted',
        service: SERVICE,
        environment: 'production',
        deploymentId: id,
      };
      expect(await listAudit('deployment.promote')).toEqual([
        expect.objectContaining({
          ...common,
          reason: 'Seen enough',
          details: expect.objectContaining({
            step: 'rollout',
            to: 'full',
            weights: { from: 25, to: 100 },
          }),
        }),
        expect.objectContaining({
          ...common,
          reason: 'No errors',
          details: expect.objectContaining({
            step: 'rollout',
            to: 'next',
            weights: { from: 10, to: 25 },
          }),
        }),
      ]);
    });

    it('records a promotion that is refused, without a share of the traffic', async () => {
      const id = await rollOut('2.0.0');
      expect((await promote(id, 'full', 'Fine')).status).toBe(200);
      await until(id, ({ status }) => status === 'succeeded');
      expect((await promote(id, 'next', 'Again')).status).toBe(409);
      const [refused] = await listAudit('deployment.promote');
      expect(refused).toMatchObject({
        outcome: 'refused',
        actor: { principal: ANA },
        reason: 'Again',
        details: { to: 'next', refusal: expect.any(String) },
      });
      expect(refused.details).not.toHaveProperty('weights');
    });

    it('is not replaced by people who may not roll it back, and keeps its share of the traffic', async () => {
      const id = await rollOut('2.0.0');
      lacking = [deploymentRollbackPermission.name];
      const { status, body } = await deploy('3.0.0');
      expect(status).toBe(403);
      expect(body.error.message).toContain(
        'would roll back the deployment of 2.0.0',
      );
      expect(traffic()).toEqual({ 'sha256:1.0.0': 90, 'sha256:2.0.0': 10 });
      expect(
        (await call('get', '/deployments/{id}', { id })).body,
      ).toMatchObject({ status: 'waiting', trafficWeight: 10 });
    });

    it('is rolled back for a newer version by people who may do so', async () => {
      const id = await rollOut('2.0.0');
      const { status, body } = await deploy('3.0.0');
      expect(status).toBe(201);
      expect(
        await until(id, deployment => deployment.finishedAt !== undefined),
      ).toMatchObject({ status: 'rolled_back' });
      await until(body.id, mayPromote);
      expect(traffic()).toEqual({ 'sha256:1.0.0': 90, 'sha256:3.0.0': 10 });
      expect(await listAudit('deployment.requested')).toContainEqual(
        expect.objectContaining({
          deploymentId: body.id,
          actor: { principal: ANA, via: 'portal' },
          details: expect.objectContaining({ replaces: id }),
        }),
      );
    });
  },
);
