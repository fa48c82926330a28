import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import { RELATION_OWNED_BY, RELATION_PART_OF } from '@backstage/catalog-model';
import { InputError, NotFoundError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type {
  Blocker,
  EnvironmentState,
  Instance,
  VersionSummary,
} from '@slipway/backstage-plugin-deployments-common';
import type {
  DeploymentTarget,
  Observation,
} from '@slipway/backstage-plugin-deployments-node';
import { chooseGoldenPath } from '../config/goldenPaths/chooseGoldenPath';
import { conditionValues, whySkipped } from '../config/goldenPaths/conditions';
import type {
  DeploymentsModel,
  EnvironmentModel,
  GoldenPathModel,
} from '../domain/model/deploymentsModel';
import type { ProviderRegistry } from '../config/schema/providerRegistry';
import { resolveServiceSettings } from '../config/services/serviceSettings';
import { planSteps } from '../domain/deployment/plan/planSteps';
import type { Snapshot } from '../domain/deployment/snapshot';
import { REDUCER_VERSION } from '../domain/deployment/snapshot';
import type { DeploymentState } from '../domain/deployment/state';
import { admissionBlockers, wakeAt } from '../domain/policy/startConditions';
import type {
  AdmissionFacts,
  OtherDeployment,
} from '../domain/policy/policyFacts';
import type { Database } from '../persistence/database';
import { readDeployment } from '../persistence/repositories/deployments';
import { queuedAt } from '../persistence/repositories/deploymentsByServiceEnvironment';
import type { Ownership } from '../persistence/repositories/deployments';
import type { StoredPlace } from '../domain/model/serviceEnvironment';
import {
  readPlace,
  readPlaceAndTime,
} from '../persistence/repositories/serviceEnvironments';
import { findMarks } from '../persistence/repositories/versions';
import { driftOf, mainInstance } from '../domain/serviceEnvironment/drift';
import { findUnsendable } from './findUnsendable';
import { freezeSettings } from './frozenSettings';
import { observePlace } from '../targets/observe';
import { planHash } from '../domain/deployment/plan/planHash';
import type { Renderer } from '../domain/goldenPath/renderTemplates';
import { isAboutWhatRuns, versionThatRuns } from './requestedVersion';
import type { PlanSubject } from './planSubject';

export interface PlanningDeps {
  database: Database;
  model: DeploymentsModel;
  registry: ProviderRegistry;
  catalog: CatalogService;
  auth: AuthService;
  renderer: Renderer;
  logger: LoggerService;
}

/** What a deployment would do now, and what keeps it from starting. */
export interface Planned {
  snapshot: Snapshot;
  planHash: string;
  blockers: Blocker[];
  /** When the blockers may be others without anybody doing anything; epoch milliseconds. */
  wakeAt?: number;
  warnings: string[];
  /** Why it cannot be carried out at all, whatever anybody waits for. */
  problems: string[];
  /** What it overwrites with the knowledge of the person who asked. */
  overwrites?: EnvironmentState['drift'];
  facts: AdmissionFacts;
  place: StoredPlace;
  observation?: Observation;
  goldenPath: GoldenPathModel;
  environment: EnvironmentModel;
  ownership: Ownership;
}

/** Who and what a request is about, before anything is asked about the environment. */
export interface Setting {
  entity: Entity;
  environment: EnvironmentModel;
  goldenPath: GoldenPathModel;
  target: DeploymentTarget;
  ownership: Ownership;
}

/**
 * Reads the facts and asks the policies. Plan, create and admit all ask here, so that they cannot disagree. Changes
 * nothing.
 */
export async function plan(
  deps: PlanningDeps,
  subject: PlanSubject,
): Promise<Planned> {
  const { database, model, logger, renderer } = deps;
  const setting = await readSetting(deps, subject);
  const { entity, environment, goldenPath, target } = setting;
  const settings = resolveServiceSettings(model, entity, environment, target);
  const observed =
    subject.observed ??
    (await observePlace(
      target,
      {
        service: subject.service,
        environment: { name: environment.name, tier: environment.tier },
        settings: settings.target.settings,
      },
      logger,
      renderer.redact,
    ));
  const observation =
    observed.result === 'observed' ? observed.observation : undefined;
  const stored = await readStored(deps, subject, environment);
  const { place, holder } = stored;
  const baseline = baselineOf(place, observation);
  const { version } = stored;
  const conditions = { entity, environment, version, inputs: subject.inputs };
  const steps = planSteps({
    kind: subject.kind,
    path: goldenPath,
    checks: settings.checks,
    stepKinds: deps.registry.stepKinds,
    facts: conditionValues(conditions),
    whySkipped: condition => whySkipped(condition, conditions),
    version,
    ...(baseline ? { baseline: baseline.version } : {}),
  });
  const frozen = await freezeSettings(
    {
      knex: database.knex,
      environment,
      place,
      settings,
    },
    { ...subject, version },
  );
  const snapshot: Snapshot = {
    reducerVersion: REDUCER_VERSION,
    kind: subject.kind,
    service: subject.service,
    environment: { name: environment.name, tier: environment.tier },
    ...frozen,
    goldenPath: { name: goldenPath.name, title: goldenPath.title },
    decideWithinMs: goldenPath.decideWithinMs,
    ...steps,
    version,
    ...(baseline ? { baseline: baseline.version } : {}),
    ...(baseline?.instance ? { baselineInstance: baseline.instance } : {}),
    inputs: subject.inputs,
    approvals: {
      rules: environment.approvals,
      distinct: environment.distinctApprovers,
    },
  };
  const hash = planHash(snapshot);
  const unsendable = findUnsendable(deps, snapshot, {
    ...(subject.id === undefined ? {} : { id: subject.id }),
    isObserved: observation !== undefined,
  });
  // What takes a change back is tried in any case: a check that cannot measure leaves its verdict to a person.
  const isRefusable = subject.kind === 'deploy';
  // While a deployment is in progress there, it decides what runs.
  const drift = holder ? undefined : driftOf(place, observation, subject.id);
  const facts: AdmissionFacts = {
    now: stored.now,
    deployment: {
      ...(subject.id === undefined ? {} : { id: subject.id }),
      kind: subject.kind,
      service: subject.service,
      requestedBy: subject.requestedBy,
      hotfix: subject.hotfix,
      ...(subject.notBefore === undefined
        ? {}
        : { notBefore: subject.notBefore }),
      ...(setting.ownership.ownerGroup === undefined
        ? {}
        : { owner: setting.ownership.ownerGroup }),
    },
    ...(subject.kind === 'remove'
      ? {}
      : { version: { ...version, ...stored.quarantine } }),
    environment,
    place: {
      environment: environment.name,
      current: place.current,
      hold: place.hold,
      drift: subject.overwritesDrift ? undefined : drift,
    },
    ...(stored.sourcePlace
      ? {
          sourcePlace: {
            ...stored.sourcePlace,
            drift: stored.sourcePlace.holder
              ? undefined
              : // That it may be overwritten there makes it no more of what was verified.
                driftOf(
                  { current: stored.sourcePlace.current },
                  stored.sourcePlace.observed,
                ),
          },
        }
      : {}),
    ...(observed.result === 'unobserved'
      ? { unobserved: { message: observed.message } }
      : {}),
    ...(holder ? { holder } : {}),
    ahead: stored.ahead,
    planHash: hash,
    approvals: subject.approvals,
    overridden: subject.overridden,
  };
  return {
    snapshot,
    planHash: hash,
    blockers: admissionBlockers(facts),
    wakeAt: wakeAt(facts),
    warnings: [
      ...settings.problems,
      ...unsendable.warnings,
      ...(isRefusable ? [] : unsendable.problems),
    ],
    problems: isRefusable ? unsendable.problems : [],
    ...(drift && subject.overwritesDrift ? { overwrites: drift } : {}),
    facts,
    place,
    observation,
    goldenPath,
    environment,
    ownership: setting.ownership,
  };
}

/** Throws NotFoundError or InputError when there is nothing to plan with. */
export async function readSetting(
  deps: Pick<PlanningDeps, 'model' | 'registry' | 'catalog' | 'auth'>,
  subject: { service: string; environment: string },
): Promise<Setting> {
  const { model, registry, catalog, auth } = deps;
  const environment = model.environments.find(
    ({ name }) => name === subject.environment,
  );
  if (!environment) {
    throw new NotFoundError(
      `There is no environment '${
        subject.environment
      }'; there are ${model.environments.map(({ name }) => name).join(', ')}`,
    );
  }
  const entity = await catalog.getEntityByRef(subject.service, {
    credentials: await auth.getOwnServiceCredentials(),
  });
  if (!entity) {
    throw new NotFoundError(`There is no ${subject.service} in the catalog`);
  }
  const chosen = chooseGoldenPath(model, entity);
  if (chosen.result === 'none') {
    throw new InputError(chosen.reason);
  }
  const target = registry.targets.get(environment.target.provider);
  if (!target) {
    throw new InputError(
      `The portal has no target ${environment.target.provider}`,
    );
  }
  return {
    entity,
    environment,
    goldenPath: chosen.path,
    target,
    ownership: {
      ownerGroup: relation(entity, RELATION_OWNED_BY),
      system: relation(entity, RELATION_PART_OF, 'system:'),
      tier: environment.tier,
    },
  };
}

function relation(
  entity: Entity,
  type: string,
  prefix: string = '',
): string | undefined {
  return entity.relations?.find(
    it => it.type === type && it.targetRef.startsWith(prefix),
  )?.targetRef;
}

interface Stored {
  /** The database's time when the place was read. */
  now: number;
  place: StoredPlace;
  sourcePlace?: StoredPlace;
  holder?: OtherDeployment;
  ahead: OtherDeployment[];
  /** What it is about as things stand now. */
  version: PlanSubject['version'];
  quarantine: { quarantined?: { by: string; reason: string } };
}

async function readStored(
  deps: PlanningDeps,
  subject: PlanSubject,
  environment: EnvironmentModel,
): Promise<Stored> {
  const { knex } = deps.database;
  const { service } = subject;
  const at = { service, environment: environment.name };
  const source = environment.promotesFrom?.environment;
  const { place, now } = await readPlaceAndTime(deps.database, at);
  const holder =
    place.holder === undefined
      ? undefined
      : await readDeployment(knex, place.holder);
  const queue = await queuedAt(knex, at);
  const position = queue.findIndex(({ id }) => id === subject.id);
  const about = isAboutWhatRuns(subject.kind)
    ? await versionThatRuns(knex, place, subject.kind)
    : subject.version;
  const known = await findMarks(knex, service, about.id);
  return {
    now,
    place,
    ...(source === undefined
      ? {}
      : {
          sourcePlace: await readPlace(knex, { service, environment: source }),
        }),
    ...(holder ? { holder: otherOf(holder.state) } : {}),
    ahead: (position === -1 ? queue : queue.slice(0, position)).map(otherOf),
    version: { ...about, flags: known?.flags ?? about.flags },
    quarantine: known?.quarantined ? { quarantined: known.quarantined } : {},
  };
}

export function otherOf(state: DeploymentState): OtherDeployment {
  const { id, kind, version, requestedBy } = state;
  return {
    id,
    kind,
    versionName: version.name,
    requestedBy: requestedBy.onBehalfOf ?? requestedBy.principal,
    touched: state.touched,
  };
}

/** What runs before the deployment changes anything: as observed, under the name that we know it by. */
function baselineOf(
  place: StoredPlace,
  observation: Observation | undefined,
): { version: VersionSummary; instance?: Instance } | undefined {
  const main = observation && mainInstance(observation);
  const current = place.current?.version;
  if (!main) {
    // Not seen is not gone: with no observation the row is the best that is known, and the blocker says so.
    return observation || !current ? undefined : { version: current };
  }
  const { id, artifact, versionName, url } = main;
  return {
    version:
      current?.artifact === artifact
        ? current
        : { id: artifact, name: versionName, artifact },
    instance: { id, artifact, versionName, ...(url ? { url } : {}) },
  };
}
