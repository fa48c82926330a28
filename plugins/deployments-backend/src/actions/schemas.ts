import type { ActionsRegistryActionOptions } from '@backstage/backend-plugin-api/alpha';
import type {
  Blocker,
  Deployment,
  DeploymentSummary,
} from '@slipway/backstage-plugin-deployments-common';

/** The zod instance that the actions registry passes to schemas. */
export type ActionZod = Parameters<
  ActionsRegistryActionOptions<never, never>['schema']['input']
>[0];

export const serviceInput = (z: ActionZod) =>
  z
    .string()
    .min(1)
    .max(300)
    .describe(
      'The service: an entity ref such as component:default/checkout, or the name of a component',
    );

export const environmentInput = (z: ActionZod) =>
  z.string().min(1).max(100).describe('Name of the environment, e.g. staging');

export const reasonInput = (z: ActionZod) =>
  z
    .string()
    .min(1)
    .max(2000)
    .describe(
      'The reason in a sentence. Approvers see it, and the audit trail records it.',
    );

export const blockerOutput = (z: ActionZod) =>
  z.object({
    kind: z.string(),
    message: z.string(),
    until: z.string().optional().describe('When it ends without action'),
    unblockedBy: z
      .array(z.string())
      .optional()
      .describe(
        'Entity refs of the groups and users that an approval rule names',
      ),
    ask: z
      .array(z.string())
      .optional()
      .describe('Entity refs of people and groups to ask about it'),
    askUrl: z.string().optional().describe('Where to ask'),
    hint: z
      .string()
      .optional()
      .describe('What the signed-in user can do about it, or why not'),
  });

export function toBlocker(blocker: Blocker) {
  const { kind, message, until, unblockedBy, ask, askUrl, hint } = blocker;
  return { kind, message, until, unblockedBy, ask, askUrl, hint };
}

export const deploymentOutput = (z: ActionZod) =>
  z.object({
    id: z.string(),
    kind: z.string(),
    service: z.string(),
    environment: z.string(),
    version: z.string().describe('Name of the version'),
    status: z.string(),
    message: z.string().optional().describe('The current state or the outcome'),
    blockers: z
      .array(blockerOutput(z))
      .describe('What it is waiting for, and who can help'),
    progress: z.object({
      finished: z.number(),
      total: z.number(),
      step: z
        .number()
        .optional()
        .describe('Position of the current step, from 1'),
      current: z.string().optional(),
    }),
    requestedBy: z.string(),
    requestedAt: z.string(),
    finishedAt: z.string().optional(),
    demo: z
      .boolean()
      .optional()
      .describe('Whether the deployment was made up for a demo'),
  });

export function toDeployment(deployment: DeploymentSummary | Deployment) {
  return {
    id: deployment.id,
    kind: deployment.kind,
    service: deployment.service,
    environment: deployment.environment,
    version: deployment.version.name,
    status: deployment.status,
    message: deployment.message,
    blockers: deployment.blockers.map(toBlocker),
    progress: deployment.progress,
    requestedBy: deployment.requestedBy.principal,
    requestedAt: deployment.requestedAt,
    finishedAt: deployment.finishedAt,
    demo: deployment.demo,
  };
}
