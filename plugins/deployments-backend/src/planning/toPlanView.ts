import type {
  Plan,
  VersionDiff,
  VersionSummary,
} from '@slipway/backstage-plugin-deployments-common';
import type { ProviderRegistry } from '../config/schema/providerRegistry';
import { toEnvironmentView } from './views/toEnvironmentView';
import { describeRollback } from './views/describeRollback';
import { toStepView } from './views/toStepViews';
import type { Database } from '../persistence/database';
import { sayOverwritten } from '../domain/serviceEnvironment/findDrift';
import { say } from '../domain/text/say';
import { findVersion } from '../persistence/repositories/versions';
import type { DeploymentPlan } from './buildPlan';
import type { PlannedVersion } from './plannedVersion';
import { countQueued, warnOfScheduled } from './planScheduled';
import { warn, warnInEnglish, type PlanWarning } from './planWarning';

/** The part of the version service that plans need. */
interface Versions {
  /** Compares two versions: the commits that `to` has and `from` does not have, newest first. */
  diff(
    service: string,
    from: VersionSummary | undefined,
    to: VersionSummary,
  ): Promise<VersionDiff>;
}

/** Converts a plan to its API representation. */
export async function toPlanView(
  deps: {
    database: Database;
    registry: ProviderRegistry;
    versions: Versions;
  },
  planned: DeploymentPlan,
  requested: PlannedVersion & {
    warnings: string[];
    /** Warnings about approvals. */
    approvalWarnings: PlanWarning[];
    /** What is not undone. */
    lasting: PlanWarning[];
  },
): Promise<Plan> {
  const { snapshot, environment, goldenPath } = planned;
  const blockers = planned.blockers.filter(
    ({ kind }) => !(kind === 'slot' && takesOver(planned, requested)),
  );
  const warnings = [
    ...listConfirmations(planned, requested),
    ...warnOfScheduled(planned),
    ...requested.lasting,
    ...planned.warnings.map(warnInEnglish),
    ...requested.approvalWarnings,
    ...requested.warnings.map(warnInEnglish),
    // While inputs are still being entered, problems with missing values are expected.
    ...(requested.warnings.length > 0 ? [] : planned.problems).map(
      warnInEnglish,
    ),
  ];
  const version = await findVersion(
    deps.database.knex,
    requested.service,
    snapshot.version.id,
  );
  return {
    service: requested.service,
    environment: toEnvironmentView(environment, deps.registry),
    kind: requested.kind,
    ...(version ? { version } : {}),
    ...(snapshot.baseline ? { baseline: snapshot.baseline } : {}),
    ...(snapshot.rollbackTarget
      ? { rollbackTarget: snapshot.rollbackTarget }
      : {}),
    ...describeRollback(snapshot),
    goldenPath: snapshot.goldenPath,
    ...(requested.kind === 'deploy' && goldenPath.inputs
      ? { inputs: goldenPath.inputs }
      : {}),
    steps: snapshot.steps.map(step =>
      toStepView(
        step,
        {
          checks: snapshot.checks,
          analyses: snapshot.analyses ?? {},
          version: snapshot.version.name,
          baseline: snapshot.baseline?.name,
        },
        deps.registry,
      ),
    ),
    onFailure: snapshot.onFailure,
    ...(snapshot.watch
      ? {
          watch: {
            forMs: snapshot.watch.forMs,
            onBreach: snapshot.watch.onBreach,
          },
        }
      : {}),
    blockers,
    warnings: warnings.map(({ message }) => message),
    warningSentences: warnings.map(({ sentences }) => sentences),
    planHash: planned.planHash,
    canStart: blockers.length === 0 && planned.problems.length === 0,
    queue: { policy: environment.concurrency, ahead: countQueued(planned) },
    ...(requested.kind === 'remove' || requested.kind === 'restart'
      ? {}
      : {
          diff: await deps.versions.diff(
            requested.service,
            snapshot.baseline,
            snapshot.version,
          ),
        }),
  };
}

/** Whether a rollback cancels the current lock owner, which has changed nothing yet. */
function takesOver(
  { facts }: DeploymentPlan,
  { kind }: PlannedVersion,
): boolean {
  return (
    kind === 'rollback' &&
    facts.lockOwner !== undefined &&
    facts.lockOwner.mayHaveChanged === false
  );
}

/** Lists what else a person agrees to by confirming the plan. */
function listConfirmations(
  planned: DeploymentPlan,
  requested: PlannedVersion,
): PlanWarning[] {
  const { overwrites, facts } = planned;
  const owner = facts.lockOwner?.versionName;
  return [
    ...(facts.deployment.replaces !== undefined && facts.lockOwner
      ? [
          warn(
            owner === undefined
              ? say('plan_replaces_other')
              : say('plan_replaces', { version: owner }),
          ),
        ]
      : []),
    ...(overwrites
      ? [
          {
            message: `${overwrites.message} Rolling back overwrites it.`,
            sentences: sayOverwritten(overwrites),
          },
        ]
      : []),
    ...(takesOver(planned, requested)
      ? [
          warn(
            owner === undefined
              ? say('plan_cancels_other')
              : say('plan_cancels', { version: owner }),
          ),
        ]
      : []),
  ];
}
