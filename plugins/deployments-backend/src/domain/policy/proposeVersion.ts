import type {
  Blocker,
  VersionDiff,
  VersionOutcome,
} from '@slipway/backstage-plugin-deployments-common';

/** A version that could be deployed to an environment. */
export interface VersionCandidate {
  name: string;
  outcomes: readonly Pick<VersionOutcome, 'environment' | 'result'>[];
  /** Why it can't start; empty if it can. */
  blockers: readonly Pick<Blocker, 'message'>[];
  /** Compares it with the running version; absent if none is running. */
  direction?: VersionDiff['direction'];
}

/** Where a version is to be deployed. `before` is the environment that its versions come from, if any. */
export interface ProposalContext {
  environment: { name: string; title: string };
  before?: { name: string; title: string };
  /** The name of the running version. */
  running?: string;
}

/** How many versions the reason mentions. */
const MAX_EXPLAINED = 3;

/**
 * Proposes the version to deploy next: the newest one that can start, is newer than the running one, and has neither failed
 * nor been rolled back in the environment or the one before. Versions that were verified in the environment before come
 * first. If there is none, says why. Pure.
 *
 * @param candidates - newest first
 */
export function proposeVersion<T extends VersionCandidate>(
  candidates: readonly T[],
  at: ProposalContext,
): { version: T } | { reason: string } {
  const newer = candidates.filter(
    ({ direction }) => direction !== 'same' && direction !== 'backward',
  );
  const suitable = newer.filter(
    candidate => explainUnsuitable(candidate, at) === undefined,
  );
  const version =
    suitable.find(
      candidate => findResult(candidate, at.before?.name) === 'verified',
    ) ?? suitable[0];
  if (version) {
    return { version };
  }
  if (newer.length === 0) {
    return {
      reason: at.running
        ? `${at.running} is already running in ${at.environment.title}, and no newer version is registered.`
        : 'No version is registered yet.',
    };
  }
  return {
    reason: newer
      .slice(0, MAX_EXPLAINED)
      .map(candidate => explainUnsuitable(candidate, at))
      .join(' '),
  };
}

function findResult(
  { outcomes }: VersionCandidate,
  environment: string | undefined,
): VersionOutcome['result'] | undefined {
  return outcomes.find(outcome => outcome.environment === environment)?.result;
}

function explainUnsuitable(
  candidate: VersionCandidate,
  { environment, before }: ProposalContext,
): string | undefined {
  const [blocker] = candidate.blockers;
  if (blocker) {
    return blocker.message.endsWith('.')
      ? blocker.message
      : `${blocker.message}.`;
  }
  const here = findResult(candidate, environment.name);
  const explained = explainResult(candidate.name, here, environment.title);
  if (explained) {
    return explained;
  }
  if (here === 'in_progress') {
    return `${candidate.name} is already being deployed to ${environment.title}.`;
  }
  return before
    ? explainResult(
        candidate.name,
        findResult(candidate, before.name),
        before.title,
      )
    : undefined;
}

function explainResult(
  name: string,
  result: VersionOutcome['result'] | undefined,
  title: string,
): string | undefined {
  switch (result) {
    case 'failed':
      return `${name} failed in ${title}.`;
    case 'rolled_back':
      return `${name} was rolled back in ${title}.`;
    case 'breached':
      return `The watch of ${name} in ${title} was breached.`;
    default:
      return undefined;
  }
}
