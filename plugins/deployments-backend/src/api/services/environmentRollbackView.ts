import type {
  DeploymentSummary,
  EnvironmentRollback,
  EnvironmentState,
  RollbackVersion,
} from '@slipway/backstage-plugin-deployments-common';
import {
  capitalized,
  deploymentTitle,
} from '../../domain/deployment/messages/conflict';
import { say } from '../../domain/text/say';
import { sayOverwritten } from '../../domain/serviceEnvironment/findDrift';
import type { RollbackOptions } from '../../domain/serviceEnvironment/rollbackVersions';
import { toVersionSummaryView } from '../../domain/model/toVersionSummaryView';
import { toOptionalTime } from '../../http/formatTime';

/** The most versions that are listed. */
export const MAX_VERSIONS = 20;

export interface EnvironmentRollbackFacts {
  environmentTitle: string;
  options: RollbackOptions;
  /** The name of the running version, if there is one. */
  current?: string;
  /** The deployment that owns the environment. */
  active?: DeploymentSummary;
  drift?: EnvironmentState['drift'];
}

/**
 * What the rollback button does: start a rollback, send the command to the running deployment, or nothing, with the
 * reason.
 */
export function toEnvironmentRollbackView(
  facts: EnvironmentRollbackFacts,
): EnvironmentRollback {
  const { active, options } = facts;
  const versions = options.versions.slice(0, MAX_VERSIONS).map(toVersionView);
  if (active && (active.mayHaveChanged || active.kind === 'rollback')) {
    return { ...toActiveView(active), versions };
  }
  const target = options.versions.find(
    ({ version }) => version.artifact === options.target,
  );
  if (!versions.some(({ eligible }) => eligible)) {
    return { how: 'none', ...explainNone(facts), versions };
  }
  const notes = [
    ...(facts.drift
      ? [`${facts.drift.message} Rolling back overwrites it.`]
      : []),
    ...(active
      ? [
          `${capitalized(
            deploymentTitle(active),
          )} has changed nothing yet. It is cancelled before the rollback starts.`,
        ]
      : []),
  ];
  const sentences = [
    ...(facts.drift ? sayOverwritten(facts.drift) : []),
    ...(active ? [say('rollback_cancels_active')] : []),
  ];
  return {
    how: 'start',
    ...(notes.length > 0 ? { message: notes.join(' '), sentences } : {}),
    ...(target ? { target: toVersionSummaryView(target.version) } : {}),
    versions,
  };
}

function toVersionView({
  version,
  refusal,
  refusalSentence,
  at,
  ...rest
}: RollbackOptions['versions'][number]): RollbackVersion {
  return {
    ...rest,
    version: toVersionSummaryView(version),
    eligible: refusal === undefined,
    refusal,
    refusalSentence,
    at: toOptionalTime(at),
  };
}

function toActiveView(
  active: DeploymentSummary,
): Pick<EnvironmentRollback, 'how' | 'message' | 'sentences' | 'deploymentId'> {
  const title = capitalized(deploymentTitle(active));
  if (active.status === 'rolling_back') {
    return {
      how: 'none',
      message: `${title} is already being rolled back.`,
      sentences: [say('rollback_active_already')],
    };
  }
  if (active.kind === 'rollback') {
    return {
      how: 'none',
      message: `${title} is already in progress.`,
      sentences: [
        say('rollback_active_rollback', { version: active.version.name }),
      ],
    };
  }
  return {
    how: 'command',
    deploymentId: active.id,
    message: `${title} is still in progress and will be rolled back.`,
    sentences: [say('rollback_active')],
  };
}

function explainNone({
  environmentTitle,
  options,
  current,
}: EnvironmentRollbackFacts): Pick<
  EnvironmentRollback,
  'message' | 'sentences'
> {
  const environment = environmentTitle;
  const refused = options.versions.filter(
    ({ refusal }) => refusal !== undefined,
  );
  if (refused.length > 0) {
    return {
      message: `${environmentTitle} cannot be rolled back to any earlier version: ${refused
        .map(({ version, refusal }) => `${version.name} (${refusal})`)
        .join(', ')}.`,
      sentences: [
        say('rollback_none_eligible', { environment }),
        ...refused.flatMap(({ version, refusalSentence }) =>
          refusalSentence
            ? [
                say('rollback_refused', { version: version.name }),
                refusalSentence,
              ]
            : [],
        ),
      ],
    };
  }
  return current
    ? {
        message: `No other version ran in ${environmentTitle} before ${current}.`,
        sentences: [
          say('rollback_none_other', { environment, version: current }),
        ],
      }
    : {
        message: `Nothing has been deployed to ${environmentTitle} yet.`,
        sentences: [say('rollback_none_deployed', { environment })],
      };
}
