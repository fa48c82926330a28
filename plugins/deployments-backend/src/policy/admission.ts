import type { Blocker } from '@slipway/backstage-plugin-deployments-common';
import type { AdmissionFacts } from './facts';

/**
 * Why a queued deployment may not take its environment now; empty: it may. Kinds that were overridden and may be are
 * left out.
 */
export function admissionBlockers(facts: AdmissionFacts): Blocker[] {
  throw new Error(`Not yet written (${facts.now})`);
}

/** The earliest time, epoch milliseconds, at which the blockers may be others without anybody doing anything. */
export function wakeAt(facts: AdmissionFacts): number | undefined {
  throw new Error(`Not yet written (${facts.now})`);
}
