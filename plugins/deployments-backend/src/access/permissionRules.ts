import {
  createConditionExports,
  createPermissionResourceRef,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import { RESOURCE_TYPE_DEPLOYMENT } from '@slipway/backstage-plugin-deployments-common';
import { z } from 'zod';
import type { ServiceEnvironmentCondition } from '../domain/model/serviceEnvironment';
import {
  type ServiceEnvironmentResource,
  meets,
} from './serviceEnvironmentResource';

/** * The resource of deployments permissions: a service environment. * @public
 */
export const deploymentPermissionResourceRef = createPermissionResourceRef<
  ServiceEnvironmentResource,
  ServiceEnvironmentCondition
>().with({ pluginId: 'deployments', resourceType: RESOURCE_TYPE_DEPLOYMENT });

const ownerCondition = (params: {
  claims: string[];
}): ServiceEnvironmentCondition => ({
  // The catalog ignores case when it compares refs.
  ownerIn: params.claims.map(claim => claim.toLocaleLowerCase('en-US')),
});

const isOwner = createPermissionRule({
  name: 'IS_OWNER',
  description: 'The service is owned by one of these users and groups',
  resourceRef: deploymentPermissionResourceRef,
  paramsSchema: z.object({
    claims: z
      .array(z.string())
      .describe('Entity refs, usually those that the user acts as'),
  }),
  apply: (serviceEnvironment, params) =>
    meets(serviceEnvironment, ownerCondition(params)),
  toQuery: ownerCondition,
});

const environmentCondition = (params: {
  environments: string[];
}): ServiceEnvironmentCondition => ({ environmentIn: params.environments });

const isEnvironment = createPermissionRule({
  name: 'IS_ENVIRONMENT',
  description: 'The deployment is in one of these environments',
  resourceRef: deploymentPermissionResourceRef,
  paramsSchema: z.object({
    environments: z
      .array(z.string())
      .describe('Names of environments, as in app-config'),
  }),
  apply: (serviceEnvironment, params) =>
    meets(serviceEnvironment, environmentCondition(params)),
  toQuery: environmentCondition,
});

const tierCondition = (params: {
  tiers: string[];
}): ServiceEnvironmentCondition => ({
  tierIn: params.tiers,
});

const isTier = createPermissionRule({
  name: 'IS_TIER',
  description: 'The deployment is in an environment of one of these tiers',
  resourceRef: deploymentPermissionResourceRef,
  paramsSchema: z.object({
    tiers: z
      .array(
        z.enum(['production', 'staging', 'testing', 'development', 'other']),
      )
      .describe('Tiers of environments'),
  }),
  apply: (serviceEnvironment, params) =>
    meets(serviceEnvironment, tierCondition(params)),
  toQuery: tierCondition,
});

/** * The rules that conditional policy decisions can use. * @public
 */
export const deploymentPermissionRules = { isOwner, isEnvironment, isTier };

const exported = createConditionExports({
  resourceRef: deploymentPermissionResourceRef,
  rules: deploymentPermissionRules,
});

/**
 * Conditions for authors of permission policies, e.g.
 * `deploymentConditions.isOwner({ claims: user.info.ownershipEntityRefs })`.
 *
 * @public
 */
export const deploymentConditions = exported.conditions;

/** * Creates a conditional policy decision from {@link deploymentConditions}. * @public
 */
export const createDeploymentConditionalDecision =
  exported.createConditionalDecision;
