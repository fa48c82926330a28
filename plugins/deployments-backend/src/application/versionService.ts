import type {
  RegisterVersionRequest,
  Version,
  VersionDiff,
  VersionSummary,
} from '@slipway/backstage-plugin-deployments-common';
import type { NamedArtifact } from '../domain/model/namedArtifact';
import type { Caller } from './caller';

/** Two versions of a service. Without `from`, nothing is running yet. */
export interface VersionPair {
  service: string;
  from?: VersionSummary;
  to: VersionSummary;
}

export interface ComparedVersions {
  diff: VersionDiff;
  /** The quarantine of `to`, if it has one. */
  quarantined?: Version['quarantined'];
}

/** Registers, lists and compares versions of services. Throws the same errors as the deployment service. */
export interface VersionService {
  /** Registers a version. For an artifact that is already registered, it returns the existing version unchanged. */
  register(
    service: string,
    request: RegisterVersionRequest,
    caller: Caller,
  ): Promise<{ version: Version; created: boolean }>;
  /** Lists versions newest first, including those of version sources. A source that fails becomes a warning. */
  list(
    service: string,
    options: { q?: string; limit: number; cursor?: string },
  ): Promise<{ items: Version[]; nextCursor?: string; warnings: string[] }>;
  /** Returns the registered versions of any of these services with any of these artifacts. Does not ask version sources. */
  findNames(
    services: readonly string[],
    artifacts: readonly string[],
  ): Promise<NamedArtifact[]>;
  get(service: string, versionId: string): Promise<Version | undefined>;
  /** Compares two versions by their registered commits: those that `to` has and `from` does not have, newest first. */
  diff(
    service: string,
    from: VersionSummary | undefined,
    to: VersionSummary,
  ): Promise<VersionDiff>;
  /** Like `diff`, for several services at once. Each service has one pair. The results are in the order of the pairs. */
  compare(pairs: readonly VersionPair[]): Promise<ComparedVersions[]>;
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
