import type { WorkloadState } from './watchWorkloads';

/** A deployment that was requested, and how it ended. */
export interface RequestedDeployment {
  /** Name of the service and of its Deployment. */
  service: string;
  /** Ids in the responses to the request, which was repeated until one arrived. */
  ids: string[];
  version: string;
  artifact: string;
  /** Whether the image does not exist, so that the deployment must be rolled back. */
  isBroken: boolean;
  /** The deployment's last status; absent if it did not end. */
  status?: string;
  /** For a person who looks into it: the deployment that did not end, and its events. */
  unfinished?: unknown;
}

/** Evidence of a run. Only the statuses come from Slipway itself. */
export interface ClusterEvidence {
  /** In the order in which they were requested; one service has one at a time. */
  requests: RequestedDeployment[];
  /** Of all Deployments, the oldest first. */
  states: WorkloadState[];
  /** What each service ran at first. */
  initial: Record<string, { version: string; artifact: string }>;
  /** Version in the responses at each service's Service address, at the end. */
  served: Record<string, string>;
}

/** A promise that can be checked from outside, and what breaks it. */
export interface ClusterVerdict {
  rule: string;
  violations: string[];
}

/** Checks the rules against the recorded states of the cluster and the responses of its services. Pure. */
export function judgeCluster(evidence: ClusterEvidence): ClusterVerdict[] {
  return [
    {
      rule: 'Every good version succeeds, and every one that cannot start is rolled back.',
      violations: evidence.requests.flatMap(findWrongEnd),
    },
    {
      rule: 'A request that is sent several times creates one deployment.',
      violations: evidence.requests.flatMap(({ service, ids }) =>
        new Set(ids).size === 1 ? [] : [`${service}: ids ${ids.join(', ')}`],
      ),
    },
    {
      rule: 'The Service of each service serves the version that should run, and the Deployment has its image.',
      violations: Object.keys(evidence.initial).flatMap(service =>
        findWrongVersion(evidence, service),
      ),
    },
    {
      rule: 'Each change of the pods is one effect with a new key, and no effect happens twice.',
      violations: eachPair(evidence.states, findWrongChange),
    },
    {
      rule: 'No effect happens under a lower fence after a higher one.',
      violations: eachPair(evidence.states, (before, after) =>
        after.fence < before.fence
          ? [`${after.name}: fence ${after.fence} after ${before.fence}`]
          : [],
      ),
    },
    {
      rule: 'The number of replicas is never changed.',
      violations: eachPair(evidence.states, (before, after) =>
        after.replicas === before.replicas
          ? []
          : [`${after.name}: ${before.replicas} → ${after.replicas}`],
      ),
    },
  ];
}

function findWrongEnd(request: RequestedDeployment): string[] {
  const expected = request.isBroken ? 'rolled_back' : 'succeeded';
  return request.status === expected
    ? []
    : [
        `${request.ids[0]} (${request.service} ${request.version}): ${request.status} instead of ${expected}`,
      ];
}

function findWrongVersion(
  { requests, states, initial, served }: ClusterEvidence,
  service: string,
): string[] {
  const expected =
    requests
      .filter(it => it.service === service && it.status === 'succeeded')
      .at(-1) ?? initial[service];
  const image = states.filter(({ name }) => name === service).at(-1)?.image;
  return [
    ...(image === expected?.artifact
      ? []
      : [`${service}: image ${image} instead of ${expected?.artifact}`]),
    ...(served[service] === expected?.version
      ? []
      : [
          `${service}: serves ${served[service]} instead of ${expected?.version}`,
        ]),
  ];
}

function findWrongChange(
  before: WorkloadState,
  after: WorkloadState,
  seen: Set<string>,
): string[] {
  const fresh = after.keys.filter(key => !before.keys.includes(key));
  const repeated = fresh.filter(key => seen.has(key));
  fresh.forEach(key => seen.add(key));
  const hasChanged = after.template !== before.template;
  const where = `${after.name}, fence ${after.fence}`;
  return [
    ...(hasChanged && fresh.length !== 1
      ? [`${where}: a change of the pods with ${fresh.length} new keys`]
      : []),
    ...(repeated.length > 0
      ? [`${where}: ${repeated.join(', ')} happened before`]
      : []),
  ];
}

/** Compares each state of a Deployment with the next one. `seen` starts with the keys of the first. */
function eachPair(
  states: readonly WorkloadState[],
  compare: (
    before: WorkloadState,
    after: WorkloadState,
    seen: Set<string>,
  ) => string[],
): string[] {
  const last = new Map<string, { state: WorkloadState; seen: Set<string> }>();
  return states.flatMap(after => {
    const before = last.get(after.name);
    const seen = before?.seen ?? new Set(after.keys);
    last.set(after.name, { state: after, seen });
    return before ? compare(before.state, after, seen) : [];
  });
}
