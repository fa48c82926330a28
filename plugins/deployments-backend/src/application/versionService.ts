import type {
  RegisterVersionRequest,
  Version,
  VersionDiff,
  VersionSummary,
} from '@slipway/backstage-plugin-deployments-common';
import type { Caller } from '../domain/model/caller';

/** Versions of services. Errors are the same as those of the deployment service. */
export interface VersionService {
  /** Registering the same artifact again gives the version there is; its facts never change. */
  register(
    service: string,
    request: RegisterVersionRequest,
    caller: Caller,
  ): Promise<{ version: Version; created: boolean }>;
  /** Newest first, what version sources list included; a source that fails is a warning. */
  list(
    service: string,
    options: { q?: string; limit: number; cursor?: string },
  ): Promise<{ items: Version[]; nextCursor?: string; warnings: string[] }>;
  get(service: string, versionId: string): Promise<Version | undefined>;
  /** Newest first; commits that `to` has and `from` has not, as far as registered versions tell. */
  diff(
    service: string,
    from: VersionSummary | undefined,
    to: VersionSummary,
  ): Promise<VersionDiff>;
  quarantine(
    service: string,
    versionId: string,
    reason: string,
    caller: Caller,
  ): Promise<Version>;
  release(
    service: string,
    versionId: string,
    caller: Caller,
    reason?: string,
  ): Promise<Version>;
}
