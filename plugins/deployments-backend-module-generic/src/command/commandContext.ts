import { parseEntityRef } from '@backstage/catalog-model';
import type { EffectRequest } from '@slipway/backstage-plugin-deployments-node';

/** Why a command runs. */
export type CommandIntent =
  | 'deploy'
  | 'rollback'
  | 'restart'
  | 'abort'
  | 'remove'
  | 'observe'
  | 'step'
  | 'undo'
  | 'status';

/** What a command is run for. */
export interface CommandContext {
  service: string;
  environment: { name: string; tier: string };
  intent: CommandIntent;
  /** Absent when nothing is being deployed, e.g. for `observe`. */
  version?: { name: string; artifact: string; commit?: string };
  effect?: Pick<EffectRequest, 'deploymentId' | 'idempotencyKey' | 'fence'>;
}

/** The names in `{{ … }}` of a command's arguments and variables, next to `parameters.<name>`. */
export const BUILT_IN_NAMES = [
  'service.ref',
  'service.name',
  'service.namespace',
  'environment.name',
  'environment.tier',
  'version.name',
  'version.artifact',
  'version.commit',
  'deployment.id',
  'intent',
];

/** The values of the built-in names. A name without a value is absent. */
export function listBuiltInValues(
  context: CommandContext,
): ReadonlyMap<string, string> {
  const { name, namespace } = parseEntityRef(context.service);
  const { environment, version, effect, intent } = context;
  return new Map(
    Object.entries({
      'service.ref': context.service,
      'service.name': name,
      'service.namespace': namespace,
      'environment.name': environment.name,
      'environment.tier': environment.tier,
      'version.name': version?.name,
      'version.artifact': version?.artifact,
      'version.commit': version?.commit,
      'deployment.id': effect?.deploymentId,
      intent,
    }).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}

/** The variables that every command gets, so that it needs no arguments for them. */
export function toSlipwayVariables(
  context: CommandContext,
): Record<string, string> {
  const { environment, version, effect } = context;
  return Object.fromEntries(
    Object.entries({
      SLIPWAY_INTENT: context.intent,
      SLIPWAY_SERVICE: context.service,
      SLIPWAY_ENVIRONMENT: environment.name,
      SLIPWAY_TIER: environment.tier,
      SLIPWAY_VERSION: version?.name,
      SLIPWAY_ARTIFACT: version?.artifact,
      SLIPWAY_COMMIT: version?.commit,
      SLIPWAY_DEPLOYMENT: effect?.deploymentId,
      SLIPWAY_KEY: effect?.idempotencyKey,
      SLIPWAY_FENCE: effect === undefined ? undefined : String(effect.fence),
    }).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}
