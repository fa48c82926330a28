import {
  mockCredentials,
  mockServices,
  type TestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import {
  AuthorizeResult,
  type Permission,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  type Deployment,
  type DeploymentSummary,
  deploymentApprovePermission,
  deploymentControlPermission,
  deploymentOverridePermission,
  deploymentReadPermission,
  holdLiftPermission,
} from '@slipway/backstage-plugin-deployments-common';
import request from 'supertest';
import {
  createDeploymentConditionalDecision,
  deploymentConditions,
} from '../access/permissionRules';
import { TestTarget } from '../application/__testUtils__/TestTarget';
import { CONFIG, SERVICE } from '../application/__testUtils__/testPortal';
import { mismatches } from './__testUtils__/documented';
import { startPortal } from './__testUtils__/startPortal';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

const STOREFRONT = 'component:default/storefront';
const ANA = 'user:default/ana';
const CARLA = 'user:default/carla';
const RELEASE_MANAGERS = 'group:default/release-managers';
const PLATFORM_LEADS = 'group:default/platform-leads';

/** The people of the example company, with their groups. */
const PEOPLE = {
  ana: ['group:default/team-checkout'],
  ben: ['group:default/team-catalog'],
  carla: ['group:default/team-storefront', RELEASE_MANAGERS],
  dmitri: ['group:default/team-platform', PLATFORM_LEADS],
  eva: ['group:default/auditors'],
};
type Name = keyof typeof PEOPLE;
const NAMES = Object.keys(PEOPLE) as Name[];

function component(ref: string, owner: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: ref.split('/')[1], namespace: 'default' },
    spec: { type: 'service', lifecycle: 'production', owner },
    relations: [{ type: 'ownedBy', targetRef: owner }],
  };
}

const ENTITIES: Entity[] = [
  component(SERVICE, 'group:default/team-checkout'),
  component(STOREFRONT, 'group:default/team-storefront'),
  ...NAMES.map(name => ({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: { name, namespace: 'default' },
    relations: PEOPLE[name].map(targetRef => ({ type: 'memberOf', targetRef })),
  })),
  ...[...new Set(Object.values(PEOPLE).flat())].map(ref => ({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Group',
    metadata: { name: ref.split('/')[1], namespace: 'default' },
  })),
];

/** Decides as the policy of the example company does. */
function decide(permission: Permission, claims: string[]): PolicyDecision {
  const allow: PolicyDecision = { result: AuthorizeResult.ALLOW };
  const deny: PolicyDecision = { result: AuthorizeResult.DENY };
  switch (permission.name) {
    case deploymentReadPermission.name:
      return allow;
    case deploymentApprovePermission.name:
      return claims.includes(RELEASE_MANAGERS) ? allow : deny;
    case deploymentOverridePermission.name:
      return claims.includes(PLATFORM_LEADS) ? allow : deny;
    case deploymentControlPermission.name:
    case holdLiftPermission.name:
      return claims.includes(PLATFORM_LEADS)
        ? allow
        : createDeploymentConditionalDecision(
            deploymentControlPermission,
            deploymentConditions.isOwner({ claims }),
          );
    default:
      return allow;
  }
}

/** The plugin as a portal starts it, for the people of the example company. */
describe.each(databases.eachSupportedId())(
  'what waits for a person on %s',
  databaseId => {
    let target: TestTarget;
    let backend: TestBackend;
    let mayRead: boolean;
    let presses = 0;

    beforeEach(async () => {
      mayRead = true;
      target = new TestTarget();
      const config = JSON.parse(JSON.stringify(CONFIG));
      const { deployments } = config;
      deployments.environments.production.approvals = {
        managers: { count: 2, from: [RELEASE_MANAGERS] },
      };
      deployments.contacts = { default: { ask: [PLATFORM_LEADS] } };
      deployments.goldenPaths.web.steps = [
        {
          id: 'sign-off',
          title: 'Sign-off',
          use: 'approve',
          if: { 'environment.tier': 'production' },
          with: { from: [RELEASE_MANAGERS] },
        },
        {
          id: 'review',
          title: 'Review',
          use: 'approve',
          if: { 'environment.tier': 'staging' },
          with: { from: [RELEASE_MANAGERS] },
        },
        ...deployments.goldenPaths.web.steps,
      ];
      backend = await startPortal({
        knex: await databases.init(databaseId),
        target,
        config,
        entities: ENTITIES,
        permissions: mockServices.permissions.mock({
          authorize: async requests =>
            requests.map(() => ({ result: AuthorizeResult.ALLOW })),
          authorizeConditional: async (requests, options) =>
            requests.map(({ permission }) =>
              !mayRead && permission.name === deploymentReadPermission.name
                ? { result: AuthorizeResult.DENY }
                : decide(permission, findClaims(options!.credentials)),
            ),
        }),
      });
    });
    afterEach(async () => {
      await backend.stop();
    });

    function findClaims(credentials: object): string[] {
      const { principal } = credentials as {
        principal: { userEntityRef: string };
      };
      const name = principal.userEntityRef.split('/')[1] as Name;
      return [principal.userEntityRef, ...PEOPLE[name]];
    }

    type Path = Parameters<typeof mismatches>[0];

    /** Sends a request as a person, and validates the response against the document. */
    async function call(
      name: Name,
      method: 'get' | 'post' | 'put',
      path: Path,
      parameters: Record<string, string> = {},
      body?: object,
    ) {
      const url = path.replace(/\{(\w+)\}/g, (_, key) =>
        encodeURIComponent(parameters[key]),
      );
      const req = request(backend.server)
        [method](`/api/deployments${url}`)
        .set(
          'Authorization',
          mockCredentials.user.header(`user:default/${name}`),
        );
      const res = await (body
        ? req.send(body)
        : req.query(path === '/deployments' ? parameters : {}));
      expect(mismatches(path, method, res)).toEqual([]);
      return res;
    }

    async function deploy(
      name: Name,
      environment: string,
      service = SERVICE,
    ): Promise<string> {
      const { body: version } = await call(
        name,
        'post',
        '/services/{ref}/versions',
        { ref: service },
        { name: '1.0.0', artifact: 'sha256:1.0.0' },
      );
      const { body } = await call(
        name,
        'post',
        '/deployments',
        {},
        { service, environment, versionId: version.id, reason: 'Fix rounding' },
      );
      return body.id;
    }

    async function until(
      id: string,
      holds: (deployment: Deployment) => boolean,
    ): Promise<Deployment> {
      for (;;) {
        const { body } = await call('eva', 'get', '/deployments/{id}', { id });
        if (holds(body)) return body;
        await new Promise(resolve => setTimeout(resolve, 20));
      }
    }
    const untilBlocked = (id: string, kind: string) =>
      until(id, ({ blockers }) => blockers.some(each => each.kind === kind));

    async function send(name: Name, id: string, body: object) {
      presses += 1;
      const { status } = await call(
        name,
        'post',
        '/deployments/{id}/commands',
        { id },
        { commandId: `press-${presses}-of-${name}`, ...body },
      );
      expect(status).toBeLessThan(300);
    }

    /** Approves as Carla, with the plan that her list shows. */
    async function approve(id: string, stepId?: string) {
      const [{ awaits }] = await list('carla');
      const { planHash } = awaits!;
      await send('carla', id, {
        type: 'approve',
        planHash,
        ...(stepId === undefined ? {} : { stepId }),
      });
    }

    async function list(name: Name): Promise<DeploymentSummary[]> {
      const { status, body } = await call(name, 'get', '/deployments', {
        awaiting: 'me',
      });
      expect(status).toBe(200);
      return body.items;
    }

    /** What each person can decide, without the people who can decide nothing. */
    async function listDecisions(): Promise<Record<string, string[]>> {
      const entries: [string, string[]][] = [];
      for (const name of NAMES) {
        for (const { awaits } of await list(name)) {
          entries.push([
            name,
            [
              ...awaits!.commands.map(({ type }) => type),
              ...(awaits!.mayLiftHold ? ['liftHold'] : []),
              ...(awaits!.mayResolveDrift ? ['resolveDrift'] : []),
            ],
          ]);
        }
      }
      return Object.fromEntries(entries);
    }

    it("lists an environment's approval for those whose approval counts, until they have approved", async () => {
      const id = await deploy('ana', 'production');
      const { requestedAt, planHash } = await untilBlocked(id, 'approval');
      expect(await listDecisions()).toEqual({ carla: ['approve', 'reject'] });

      const [item] = await list('carla');
      expect(item).toMatchObject({
        id,
        status: 'queued',
        requestedBy: { principal: ANA },
        reason: 'Fix rounding',
        blockers: [{ kind: 'approval', hint: 'You can approve this.' }],
        awaits: {
          since: requestedAt,
          planHash,
          expiresAt: expect.any(String),
          evidence: [],
          mayLiftHold: false,
        },
      });
      expect(item.awaits?.stepsLeft).toContain('Sign-off');
      expect(item.awaits?.stepsLeft).not.toContain('Review');
      expect(planHash).toEqual(expect.any(String));

      await approve(id);
      // A second release manager would still have to approve.
      expect(await untilBlocked(id, 'approval')).toMatchObject({
        status: 'queued',
      });
      expect(await listDecisions()).toEqual({});
    });

    it('lists no approval for the person who requested the deployment', async () => {
      const id = await deploy('carla', 'production', STOREFRONT);
      const { requestedBy } = await untilBlocked(id, 'approval');
      expect(requestedBy.principal).toBe(CARLA);
      expect(await listDecisions()).toEqual({});
    });

    it('lists the approval of a step, and then a pause for those who requested, own or support the service', async () => {
      const id = await deploy('ana', 'staging');
      await untilBlocked(id, 'approval');
      expect(await listDecisions()).toEqual({ carla: ['approve', 'reject'] });
      const [{ awaits }] = await list('carla');
      expect(awaits).toMatchObject({
        atDeadline: 'fail',
        decideBy: expect.any(String),
        stepsLeft: expect.arrayContaining(['Review']),
      });
      expect(awaits?.stepsLeft).not.toContain('Sign-off');

      await send('ana', id, { type: 'pause', reason: 'Lunch' });
      await approve(id, 'review');
      await untilBlocked(id, 'paused');
      expect(await listDecisions()).toEqual({
        ana: ['resume', 'cancel'],
        dmitri: ['resume', 'cancel'],
      });

      await send('ana', id, { type: 'resume' });
      await until(id, ({ finishedAt }) => finishedAt !== undefined);
      expect(await listDecisions()).toEqual({});
    });

    it('lists the decision about a failed deployment without a version to go back to', async () => {
      target.measured = () => ({ value: 0.5, samples: 100 });
      const id = await deploy('ana', 'staging');
      await untilBlocked(id, 'approval');
      await approve(id, 'review');
      const { commands } = await untilBlocked(id, 'decision');
      const choices = commands
        .filter(({ type }) => type === 'decide')
        .map(({ type }) => type);
      expect(choices.length).toBeGreaterThan(0);
      expect(await listDecisions()).toEqual({ ana: choices, dmitri: choices });
      const [{ awaits }] = await list('ana');
      expect(awaits?.evidence).toEqual([
        expect.objectContaining({ stepId: 'watch', verdict: 'failed' }),
      ]);
    });

    it('lists a hold that blocks a queued deployment for those who can lift it', async () => {
      const at = { ref: SERVICE, environment: 'staging' };
      const hold = '/services/{ref}/environments/{environment}/hold' as const;
      await call('ana', 'put', hold, at, { reason: 'The database is full' });
      expect(await listDecisions()).toEqual({});
      const id = await deploy('ana', 'staging');
      await untilBlocked(id, 'hold');
      expect(await listDecisions()).toEqual({
        ana: ['liftHold'],
        dmitri: ['liftHold'],
      });
    });

    it('is refused to services and to people who may not read deployments', async () => {
      const path = '/api/deployments/deployments?awaiting=me';
      const asService = await request(backend.server)
        .get(path)
        .set('Authorization', mockCredentials.service.header());
      expect(asService.status).toBe(403);
      mayRead = false;
      const { status } = await call('ana', 'get', '/deployments', {
        awaiting: 'me',
      });
      expect(status).toBe(403);
    });
  },
);
