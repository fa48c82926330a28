import type { Plan } from '@slipway/backstage-plugin-deployments-common';
import type { ProviderRegistry } from '../config/registry';
import type { Snapshot } from '../pipeline/snapshot';
import { presentEnvironment } from '../present/environment';
import { presentStep } from '../present/steps';
import { presentVersion } from '../present/version';
import type { Database } from '../store/database';
import { findVersion } from '../store/versions';
import type { Planned, PlanSubject } from './planning';
import type { VersionService } from './service';

/** A plan as the API tells it. */
export async function presentPlan(
  deps: {
    database: Database;
    registry: ProviderRegistry;
    versions: Pick<VersionService, 'diff'>;
  },
  planned: Planned,
  subject: PlanSubject & { warnings: string[] },
): Promise<Plan> {
  const { snapshot, facts, environment, goldenPath } = planned;
  const version = await findVersion(
    deps.database.knex,
    subject.service,
    snapshot.version.id,
  );
  return {
    service: subject.service,
    environment: presentEnvironment(environment, deps.registry),
    kind: subject.kind,
    ...(version ? { version: presentVersion(version) } : {}),
    ...(snapshot.baseline ? { baseline: snapshot.baseline } : {}),
    ...(snapshot.rollbackTarget
      ? { rollbackTarget: snapshot.rollbackTarget }
      : {}),
    rollbackNote: rollbackNote(snapshot),
    goldenPath: snapshot.goldenPath,
    ...(subject.kind === 'deploy' && goldenPath.inputs
      ? { inputs: goldenPath.inputs }
      : {}),
    steps: snapshot.steps.map(step =>
      presentStep(step, { checks: snapshot.checks }, deps.registry),
    ),
    onFailure: snapshot.onFailure,
    blockers: planned.blockers,
    warnings: [
      ...planned.warnings,
      ...subject.warnings,
      // While inputs are being entered, what they leave open is no news.
      ...(subject.warnings.length > 0 ? [] : planned.problems),
    ],
    planHash: planned.planHash,
    canStart: planned.blockers.length === 0 && planned.problems.length === 0,
    queue: { policy: environment.concurrency, ahead: facts.ahead.length },
    ...(subject.kind === 'remove' || subject.kind === 'restart'
      ? {}
      : {
          diff: await deps.versions.diff(
            subject.service,
            snapshot.baseline,
            snapshot.version,
          ),
        }),
  };
}

function rollbackNote(snapshot: Snapshot): string {
  const { baseline, rollbackTarget, onFailure, kind } = snapshot;
  if (kind === 'rollback') {
    return 'A rollback is not rolled back: if it fails, it is put on hold and somebody has to look.';
  }
  if (onFailure === 'fail') {
    return 'If it fails it stops where it is, and the environment is put on hold.';
  }
  const stays = baseline
    ? `While ${baseline.name} still runs, all traffic goes back to it`
    : 'Nothing runs here now, so what was brought in is stopped';
  const later = rollbackTarget
    ? `; after that ${rollbackTarget.name}, the last known good, is brought in again.`
    : '; after that nothing is known to be good, and a person decides.';
  return `${
    onFailure === 'pause' ? 'If it fails it asks for a decision. ' : ''
  }${stays}${later}`;
}
