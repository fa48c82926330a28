import type {
  Blocker,
  Sentence,
  VersionDiff,
  VersionOutcome,
} from '@slipway/backstage-plugin-deployments-common';
import { sentence } from '../text/formatting';
import { say } from '../text/say';

/** A version that could be deployed to an environment. */
export interface VersionCandidate {
  name: string;
  outcomes: readonly Pick<VersionOutcome, 'environment' | 'result'>[];
  /** Why it can't start; empty if it can. */
  blockers: readonly Blocker[];
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

/** Why no version is proposed. */
export interface NoProposal {
  /** Sentences in English. */
  reason: string;
  /** What `reason` says by codes, except the blockers that it names. */
  sentences: Sentence[];
  blockers: Blocker[];
}

/** Why a version is not proposed: what happened to it, or what blocks it. */
interface Unsuitable {
  message: string;
  sentence?: Sentence;
  blocker?: Blocker;
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
): { version: T } | NoProposal {
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
    const { running, environment } = at;
    return running
      ? {
          reason: `${running} is already running in ${environment.title}, and no newer version is registered.`,
          sentences: [
            say('proposal_none_newer', {
              version: running,
              environment: environment.title,
            }),
          ],
          blockers: [],
        }
      : {
          reason: 'No version is registered yet.',
          sentences: [say('proposal_none')],
          blockers: [],
        };
  }
  const explained = newer
    .slice(0, MAX_EXPLAINED)
    .flatMap(candidate => explainUnsuitable(candidate, at) ?? []);
  return {
    reason: explained.map(({ message }) => message).join(' '),
    sentences: explained.flatMap(it => it.sentence ?? []),
    blockers: explained.flatMap(({ blocker }) => blocker ?? []),
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
): Unsuitable | undefined {
  const [blocker] = candidate.blockers;
  if (blocker) {
    return { message: sentence(blocker.message), blocker };
  }
  const here = findResult(candidate, environment.name);
  const explained = explainResult(candidate.name, here, environment.title);
  if (explained) {
    return explained;
  }
  if (here === 'in_progress') {
    return {
      message: `${candidate.name} is already being deployed to ${environment.title}.`,
      sentence: say('proposal_in_progress', {
        version: candidate.name,
        environment: environment.title,
      }),
    };
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
): Unsuitable | undefined {
  const params = { version: name, environment: title };
  switch (result) {
    case 'failed':
      return {
        message: `${name} failed in ${title}.`,
        sentence: say('proposal_failed', params),
      };
    case 'rolled_back':
      return {
        message: `${name} was rolled back in ${title}.`,
        sentence: say('proposal_rolled_back', params),
      };
    case 'breached':
      return {
        message: `The watch of ${name} in ${title} was breached.`,
        sentence: say('proposal_breached', params),
      };
    default:
      return undefined;
  }
}
