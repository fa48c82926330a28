import type { Principal } from '@slipway/backstage-plugin-deployments-common';
import type { Measurer } from '../../checks/takeMeasurements';
import type { Caller } from '../caller';
import type { RequestDeps } from '../planRequest';

/** The principal of what a watch does. */
export const WATCH_PRINCIPAL: Principal = {
  principal: 'slipway:watch',
  via: 'system',
};

/**
 * Opens an incident of a service. Repeating a key returns the incident that was opened with it.
 *
 * @returns the incident's id
 */
export type OpenIncident = (
  incident: {
    /** Entity ref. */
    service: string;
    title: string;
    /** ISO 8601. */
    startedAt: string;
    /** Id of the deployment that caused it. */
    causedBy: string;
  },
  caller: Caller,
  idempotencyKey: string,
) => Promise<string>;

export type WatchDeps = RequestDeps & {
  measurer: Measurer;
  openIncident: OpenIncident;
};

/** Builds the caller of a watch's requests. */
export async function createWatchCaller({
  auth,
}: Pick<WatchDeps, 'auth'>): Promise<Caller> {
  return {
    credentials: await auth.getOwnServiceCredentials(),
    principal: WATCH_PRINCIPAL,
  };
}
