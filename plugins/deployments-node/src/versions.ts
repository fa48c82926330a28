import type { Entity } from '@backstage/catalog-model';
import type { RegisterVersionRequest } from '@slipway/backstage-plugin-deployments-common';

/**
 * Lists versions from another system, e.g. a registry. The portal registers every version that it lists. A version does
 * not change, so the same artifact must always come with the same data. Members that are added to this interface later
 * will be optional.
 *
 * @public
 */
export interface VersionSource {
  /** Shown as the version's source. */
  readonly id: string;
  /**
   * Lists all versions of a service, the newest first; empty if the source does not know the service.
   *
   * @param service - Entity ref in lower case, e.g. `component:default/checkout`.
   * @param options - `signal` aborts when the caller no longer needs the list. `entity` is the service's entity in the catalog, whose
   *   annotations can say where its versions are. `warn` shows a sentence to people who look at the versions, e.g. about
   *   what was left out.
   * @throws Any error if the versions cannot be listed.
   */
  list(
    service: string,
    options: {
      signal: AbortSignal;
      entity: Entity;
      warn?: (message: string) => void;
    },
  ): Promise<RegisterVersionRequest[]>;
}
