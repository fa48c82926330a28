import { type People, createPeople } from '../planning/people';
import type { ApiOptions } from './apiOptions';
import { type Access, createAccess } from './grants';
import { type CallerResolver, createCallerResolver } from './resolveCaller';
import {
  type ServiceDirectory,
  createServiceDirectory,
} from './serviceDirectory';
import {
  type LiveServiceEnvironments,
  createLiveServiceEnvironments,
} from '../targets/liveServiceEnvironment';
import {
  type WorkloadSearch,
  createWorkloadSearch,
} from '../targets/discoverWorkloads';
import {
  type CommitCounts,
  createCommitCounts,
} from '../application/commitCounts';

/** The dependencies of API handlers. */
export interface ApiContext
  extends Pick<
    ApiOptions,
    'model' | 'providers' | 'engine' | 'reads' | 'versions' | 'logger'
  > {
  access: Access;
  services: ServiceDirectory;
  resolveCaller: CallerResolver;
  live: LiveServiceEnvironments;
  workloads: WorkloadSearch;
  commitCounts: CommitCounts;
  /** Group members, cached for a few seconds. Only for display: decisions read the catalog again. */
  people: People;
}

const PEOPLE_CACHE_MS = 10_000;

export function createApiContext(options: ApiOptions): ApiContext {
  const { model, providers, engine, reads, versions, logger } = options;
  return {
    model,
    providers,
    engine,
    reads,
    versions,
    logger,
    access: createAccess(options),
    services: createServiceDirectory(options),
    resolveCaller: createCallerResolver(options),
    live: createLiveServiceEnvironments(options),
    workloads: createWorkloadSearch(options),
    commitCounts: createCommitCounts(versions),
    people: createPeople({ ...options, cacheMs: PEOPLE_CACHE_MS }),
  };
}
