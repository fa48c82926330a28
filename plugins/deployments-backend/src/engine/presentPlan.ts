import type {
  CheckRule,
  Environment,
  Plan,
  PlannedStep,
} from '@slipway/backstage-plugin-deployments-common';
import { describeThreshold } from '../analysis';
import type { CheckModel, EnvironmentModel } from '../config/model';
import type { ProviderRegistry } from '../config/registry';
import type { Snapshot } from '../pipeline/snapshot';
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
    subject.version.id,
  );
  return {
    service: subject.service,
    environment: presentEnvironment(environment, deps.registry),
    kind: subject.kind,
    ...(version ? { version } : {}),
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
      presentStep(step, snapshot, deps.registry),
    ),
    onFailure: snapshot.onFailure,
    blockers: planned.blockers,
    warnings: [...planned.warnings, ...subject.warnings],
    planHash: planned.planHash,
    canStart: planned.blockers.length === 0,
    queue: { policy: environment.concurrency, ahead: facts.ahead.length },
    ...(subject.kind === 'remove' || subject.kind === 'restart'
      ? {}
      : {
          diff: await deps.versions.diff(
            subject.service,
            snapshot.baseline,
            subject.version,
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

function presentStep(
  step: Snapshot['steps'][number],
  snapshot: Snapshot,
  registry: ProviderRegistry,
): PlannedStep {
  return {
    id: step.id,
    title: step.title,
    use: step.use,
    description: step.description,
    needs: step.needs,
    changes: step.changes,
    checks: step.checks.flatMap(name => {
      const check = snapshot.checks[name];
      return check ? [presentCheck(check, registry)] : [];
    }),
    timeoutMs: step.timeoutMs,
    attempts: step.retry.attempts,
    ...(step.onFailure ? { onFailure: step.onFailure } : {}),
    ...(step.skipped === undefined ? {} : { skipped: step.skipped }),
  };
}

function presentCheck(
  check: CheckModel,
  registry: ProviderRegistry,
): CheckRule {
  const provider = registry.checkProviders.get(check.provider);
  const settings = provider?.schema.safeParse(check.with);
  const said = settings?.success
    ? provider?.describe(settings.data)
    : undefined;
  return {
    name: check.name,
    provider: check.provider,
    ...(said
      ? { measure: said.measure, subject: said.subject, unit: said.unit }
      : {}),
    condition: [said?.condition, describeThreshold(check.passes, said?.unit)]
      .filter(Boolean)
      .join(' and '),
    threshold: check.passes,
    everyMs: check.everyMs,
    afterMs: check.afterMs,
    failForMs: check.failForMs,
    tolerateErrors: check.tolerateErrors,
    noData: check.noData,
  };
}

function presentEnvironment(
  environment: EnvironmentModel,
  registry: ProviderRegistry,
): Environment {
  const { name, title, description, tier, order, target } = environment;
  return {
    name,
    title,
    ...(description === undefined ? {} : { description }),
    tier,
    order,
    target: {
      provider: target.provider,
      capabilities: [
        ...(registry.targets.get(target.provider)?.capabilities ?? []),
      ],
    },
    ...(environment.promotesFrom
      ? { promotesFrom: environment.promotesFrom }
      : {}),
    approvals: environment.approvals,
    windows: environment.windows,
  };
}
