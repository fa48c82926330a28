import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  deploymentReadPermission,
  deploymentsPermissions,
} from '@slipway/backstage-plugin-deployments-common';
import request from 'supertest';
import { listOperations } from '../http/__testUtils__/listOperations';
import { CHECKOUT } from './__testUtils__/fixtures';
import {
  ANA,
  type Policy,
  allowAll,
  as,
  createTestApi,
} from './__testUtils__/testApi';

/** A valid request for each operation. */
const bodies: Record<string, object> = {
  registerVersion: { name: '2', artifact: 'b' },
  quarantineVersion: { reason: 'x' },
  placeHold: { reason: 'x' },
  liftHold: { reason: 'x' },
  resolveDrift: { choice: 'adopt', reason: 'x', drift: 'any' },
  endWatch: { reason: 'x' },
  sendCommand: { type: 'cancel', commandId: 'press-0001' },
};

const operations = listOperations(path => !path.startsWith('/dora/'));

describe('permissions', () => {
  const { app, engine, policy } = createTestApi();
  let id: string;
  let versionId: string;

  beforeEach(async () => {
    policy.current = allowAll;
    engine.known.length = 0;
    const { version } = await engine.register(CHECKOUT, {
      name: '1',
      artifact: 'a',
    });
    versionId = version.id;
    const created = await request(app)
      .post('/deployments')
      .set('Authorization', as(ANA))
      .send({ service: CHECKOUT, environment: 'staging', versionId });
    id = created.body.id;
  });

  const send = ({ operationId, method, path }: (typeof operations)[number]) => {
    const target = path
      .replace('/comparison', '/comparison?from=staging&to=production')
      .replace('{ref}', encodeURIComponent(CHECKOUT))
      .replace('{environment}', 'staging')
      .replace('{versionId}', versionId)
      .replace('{stepId}', 'verify')
      .replace('{name}', 'web')
      .replace('{commandId}', 'press-0001')
      .replace('{id}', id);
    const deployment = { service: CHECKOUT, environment: 'staging', versionId };
    const req = request(app)[method](target).set('Authorization', as(ANA));
    return method === 'get' || method === 'delete'
      ? req
      : req.send(bodies[operationId] ?? deployment);
  };

  it('are checked on every route of the document', () => {
    expect(operations).toHaveLength(29);
  });

  it.each(operations)(
    '$operationId is rejected without permissions',
    async operation => {
      policy.current = () => ({ result: AuthorizeResult.DENY });
      const before = engine.deployments.size;
      const res = await send(operation);
      expect(res.status).toBe(403);
      expect(res.body.error.message).toMatch(/permission deployments\./);
      expect(engine.deployments.size).toBe(before);
      expect(engine.rows).toHaveLength(0);
      expect(engine.outcomes.size).toBe(0);
      expect(engine.known).toHaveLength(1);
    },
  );

  /** Operations on one deployment, which the filter of lists does not cover. */
  const ofOne = operations.filter(({ path }) => path.includes('{id}'));

  it('cover routes with a deployment id', () => {
    expect(ofOne.map(({ operationId }) => operationId)).toEqual(
      expect.arrayContaining(['getDeployment', 'sendCommand', 'getCommand']),
    );
  });

  it.each(ofOne)(
    '$operationId reveals nothing about a deployment that a conditional policy hides',
    async operation => {
      const where =
        (tiers: string[]): Policy =>
        () => ({
          result: AuthorizeResult.CONDITIONAL,
          pluginId: 'deployments',
          resourceType: 'deployment',
          conditions: {
            rule: 'IS_TIER',
            resourceType: 'deployment',
            params: { tiers },
          },
        });
      policy.current = where(['production']);
      const hidden = await send(operation);
      const unknown = await send({
        ...operation,
        path: operation.path.replace('{id}', 'no-such-deployment'),
      });
      expect(hidden.status).toBe(404);
      // The same message as for a missing deployment, except for the requested id.
      expect(hidden.body.error.message.replace(id, '…')).toBe(
        unknown.body.error.message.replace('no-such-deployment', '…'),
      );
      expect((await engine.get(id))?.status).toBe('queued');
      policy.current = where(['staging']);
      expect((await send(operation)).body?.error?.message ?? '').not.toContain(
        'no deployment',
      );
    },
  );

  it.each(operations.filter(({ method }) => method !== 'get'))(
    '$operationId needs more than the read permission',
    async operation => {
      policy.current = ({ name }) => ({
        result:
          name === deploymentReadPermission.name
            ? AuthorizeResult.ALLOW
            : AuthorizeResult.DENY,
      });
      const res = await send(operation);
      // A plan changes nothing.
      expect(res.status).toBe(
        operation.operationId === 'planDeployment' ? 200 : 403,
      );
    },
  );

  it('have unique names', () => {
    expect(new Set(deploymentsPermissions.map(({ name }) => name)).size).toBe(
      deploymentsPermissions.length,
    );
  });
});
