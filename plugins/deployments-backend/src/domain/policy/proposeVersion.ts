import type {
  Blocker,
  Sentence,
  Version,
  VersionDiff,
  VersionOutcome,
} from '@slipway/backstage-plugin-deployments-common';
import { sentence } from '../text/formatting';
import { renderSentences } from '../text/renderSentences';
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

/** Why a version is proposed, or why none is. */
export interface Proposal<T> {
  /** Absent if none is proposed. */
  version?: T;
  /** Sentences in English. */
  reason: string;
  /** What `reason` says by codes, except the blockers that it names. */
  sentences: Sentence[];
  /** Absent if a version is proposed. */
  blockers?: Blocker[];
  /** The environment before, if none is proposed because none has succeeded there. */
  deployFirstTo?: string;
}

/** A sentence about a version: what happened to it, or what blocks it. */
interface Explained {
  message: string;
  sentence?: Sentence;
  blocker?: Blocker;
}

type VersionCaution = NonNullable<Version['caution']>;

/** How many versions the reason mentions. */
const MAX_EXPLAINED = 3;

/**
 * Proposes the version to deploy next: the newest one that was verified in the environment before, is newer than the running
 * one, can start, and has neither failed nor been rolled back. If no newer version was verified there, those that succeeded
 * without checks count. All count if there is no environment before. If there is none, says why. Pure.
 *
 * @param candidates - newest first
 */
export function proposeVersion<T extends VersionCandidate>(
  candidates: readonly T[],
  at: ProposalContext,
): Proposal<T> {
  const newer = candidates.filter(
    ({ direction }) => direction !== 'same' && direction !== 'backward',
  );
  const withResult = (result: VersionOutcome['result']) =>
    newer.filter(each => findResult(each, at.before?.name) === result);
  const [best, basis] =
    (['verified', 'succeeded'] as const)
      .map(result => [withResult(result), result] as const)
      .find(([some]) => some.length > 0) ?? ([newer, undefined] as const);
  if (at.before && !basis && newer.some(each => isOnlyUnverified(each, at))) {
    return explainUnverified(at.before, at.running);
  }
  const version = best.find(each => explainUnsuitable(each, at) === undefined);
  if (version) {
    return { version, ...explainProposal(basis, at) };
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
  const explained = best
    .slice(0, MAX_EXPLAINED)
    .flatMap(candidate => explainUnsuitable(candidate, at) ?? []);
  return {
    reason: explained.map(({ message }) => message).join(' '),
    sentences: explained.flatMap(it => it.sentence ?? []),
    blockers: explained.flatMap(({ blocker }) => blocker ?? []),
  };
}

function explainProposal(
  basis: 'verified' | 'succeeded' | undefined,
  { before }: ProposalContext,
): Pick<Proposal<unknown>, 'reason' | 'sentences'> {
  if (!basis || !before) {
    return {
      reason: 'The newest version that can be deployed here.',
      sentences: [say('proposal_newest')],
    };
  }
  const params = { environment: before.title };
  return basis === 'verified'
    ? {
        reason: `The newest version verified in ${before.title}.`,
        sentences: [say('proposal_verified', params)],
      }
    : {
        reason: `The newest version deployed to ${before.title}.`,
        sentences: [say('proposal_succeeded', params)],
      };
}

/** Whether nothing speaks against a version, except that it has not succeeded in the environment before. */
function isOnlyUnverified(
  candidate: VersionCandidate,
  at: ProposalContext,
): boolean {
  const blockers = candidate.blockers.filter(it => it.kind !== 'promotion');
  return explainUnsuitable({ ...candidate, blockers }, at) === undefined;
}

function explainUnverified(
  { name, title }: NonNullable<ProposalContext['before']>,
  running: string | undefined,
): Proposal<never> {
  const code = running
    ? 'proposal_no_newer_verified'
    : 'proposal_none_verified';
  const sentences = [say(code, { environment: title })];
  return {
    reason: renderSentences(sentences),
    sentences,
    blockers: [],
    deployFirstTo: name,
  };
}

/**
 * Says what a person should know before they deploy a version that has not succeeded in the environment before. Undefined if
 * it has, if it has succeeded or is running in the environment itself, or if there is no environment before. Pure.
 */
export function explainCaution(
  version: Pick<VersionCandidate, 'name' | 'outcomes' | 'direction'> & {
    neverDeployed: boolean;
  },
  { environment, before }: ProposalContext,
): VersionCaution | undefined {
  const hasSucceeded = (name: string) =>
    ['verified', 'succeeded'].includes(findResult(version, name) ?? '');
  if (
    !before ||
    version.direction === 'same' ||
    hasSucceeded(environment.name) ||
    hasSucceeded(before.name)
  ) {
    return undefined;
  }
  const { name } = version;
  if (version.neverDeployed) {
    return {
      message: `${name} has not been deployed anywhere yet.`,
      sentences: [say('version_never_deployed', { version: name })],
    };
  }
  const { message, sentence: said } = explainResult(
    name,
    findResult(version, before.name),
    before.title,
  ) ?? {
    message: `${name} has not been verified in ${before.title} yet.`,
    sentence: say('version_unverified', {
      version: name,
      environment: before.title,
    }),
  };
  return { message, sentences: [said] };
}

function findResult(
  { outcomes }: Pick<VersionCandidate, 'outcomes'>,
  environment: string | undefined,
): VersionOutcome['result'] | undefined {
  return outcomes.find(outcome => outcome.environment === environment)?.result;
}

function explainUnsuitable(
  candidate: VersionCandidate,
  { environment, before }: ProposalContext,
): Explained | undefined {
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
): { message: string; sentence: Sentence } | undefined {
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
