import type { BlockerKind } from '@slipway/backstage-plugin-deployments-common';

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
