import type {
  Blocker,
  BlockerKind,
} from '@slipway/backstage-plugin-deployments-common';
import type { StartFacts } from './policyFacts';
import { evaluateDeploymentWindows } from './deploymentWindows';

/**
 * The blocker kinds that a person with permission may override. A `slot` can't be: a hotfix takes over instead. Kinds
 * that need a decision (`approval`, `decision`, `paused`, `drift`, `quarantine`, `external`) end with that decision. For unknown
 * facts (`unobserved`, `unknown_outcome`), starting anyway could run two versions at the same time.
 */
export const OVERRIDABLE: Record<BlockerKind, boolean> = {
  window: true,
  schedule: true,
  promotion: true,
  soak: true,
  hold: true,
  condition: true,
  slot: false,
  approval: false,
  drift: false,
  quarantine: false,
  unobserved: false,
  paused: false,
  decision: false,
  unknown_outcome: false,
  external: false,
};

/**
 * Whether a person overrode a blocker. An override applies only to what blocked at that moment: a later hold, the next time
 * that windows close the environment, or another start condition needs another override.
 */
export function isOverridden(
  { kind, condition }: Blocker,
  { now, overridden, serviceEnvironment, environment }: StartFacts,
): boolean {
  return (
    OVERRIDABLE[kind] &&
    overridden.some(override => {
      if (override.kind !== kind) {
        return false;
      }
      switch (kind) {
        case 'hold':
          return (
            serviceEnvironment?.hold === undefined ||
            Date.parse(serviceEnvironment.hold.at) <= override.at
          );
        case 'window': {
          const atOverride = evaluateDeploymentWindows(
            environment.windows,
            override.at,
          );
          return (
            !atOverride.open &&
            (atOverride.opensAt === undefined || atOverride.opensAt > now)
          );
        }
        case 'condition':
          return (
            condition !== undefined &&
            override.conditions?.includes(condition) === true
          );
        default:
          return true;
      }
    })
  );
}
