import type {
  DeploymentSummary,
  EnvironmentRollback,
  EnvironmentState,
  RollbackVersion,
} from '@slipway/backstage-plugin-deployments-common';
import { toMessage } from '../../domain/text/renderSentences';
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
    ...(facts.drift ? sayOverwritten(facts.drift) : []),
    ...(active ? [say('plan_cancels', { version: active.version.name })] : []),
  ];
  return {
    how: 'start',
    ...(notes.length > 0 ? toMessage(notes) : {}),
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
  if (active.status === 'rolling_back') {
    return { how: 'none', ...toMessage([say('rollback_active_already')]) };
  }
  if (active.kind === 'rollback') {
    const { name: version } = active.version;
    return {
      how: 'none',
      ...toMessage([say('rollback_active_rollback', { version })]),
    };
  }
  return {
    how: 'command',
    deploymentId: active.id,
    ...toMessage([say('rollback_active')]),
  };
}

function explainNone({
  environmentTitle: environment,
  options,
  current: version,
}: EnvironmentRollbackFacts): Pick<
  EnvironmentRollback,
  'message' | 'sentences'
> {
  const refused = options.versions.flatMap(
    ({ version: { name }, refusalSentence }) =>
      refusalSentence
        ? [say('rollback_refused', { version: name }), refusalSentence]
        : [],
  );
  if (refused.length > 0) {
    return toMessage([
      say('rollback_none_eligible', { environment }),
      ...refused,
    ]);
  }
  return toMessage([
    version === undefined
      ? say('rollback_none_deployed', { environment })
      : say('rollback_none_other', { environment, version }),
  ]);
}
