import type {
  Blocker,
  BlockerKind,
} from '@slipway/backstage-plugin-deployments-common';
import type { StartFacts } from './policyFacts';
import { windowsState } from './windows';

/**
 * What a person with the permission may override. Not the facts of who is in the way (`slot`: a hotfix takes over), what
 * others must decide (`approval`, `decision`, `paused`, `drift`, `quarantine`: there the answer is the decision itself),
 * and what nobody knows (`unobserved`, `unknown_outcome`: going on blindly could run two versions at once).
 */
export const OVERRIDABLE: Record<BlockerKind, boolean> = {
  window: true,
  schedule: true,
  promotion: true,
  soak: true,
  hold: true,
  slot: false,
  approval: false,
  drift: false,
  quarantine: false,
  unobserved: false,
  paused: false,
  decision: false,
  unknown_outcome: false,
};

/**
 * Whether a person said that a deployment may start in spite of a blocker. That was said of what kept it then: another
 * hold, or the next time in which windows keep it, nobody has looked at yet.
 */
export function isOverridden(
  { kind }: Blocker,
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
          const then = windowsState(environment.windows, override.at);
          return (
            !then.open && (then.opensAt === undefined || then.opensAt > now)
          );
        }
        default:
          return true;
      }
    })
  );
}
