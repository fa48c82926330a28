import type { RegisterVersionRequest } from '@slipway/backstage-plugin-deployments-common';

/**
 * Lists versions that exist elsewhere. What it lists is registered on sight, so the same artifact must always come with
 * the same facts.
 *
 * @public
 */
export interface VersionSource {
  /** Shown as the version's source. */
  readonly id: string;
  list(
    service: string,
    options: { signal: AbortSignal },
  ): Promise<RegisterVersionRequest[]>;
}
