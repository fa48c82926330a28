import { InputError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import type {
  CreateDeploymentRequest,
  Plan,
} from '@slipway/backstage-plugin-deployments-common';
import type { CommitDeps } from '../commit/commitDeps';
import { validateInputs } from '../config/goldenPaths/validateInputs';
import type { Caller } from './caller';
import type { ListIntents } from '../execution/listIntents';
import type { InlineStart } from '../execution/inlineStart';
import type { PlanningDeps } from '../planning/planningDeps';
import { buildPlan } from '../planning/buildPlan';
import { findRequestedVersion } from '../planning/findRequestedVersion';
import { readPlanningContext } from '../planning/readPlanningContext';
import { findLastingChanges } from '../planning/findLastingChanges';
import { findUnmetApprovals } from '../planning/findUnmetApprovals';
import type { People } from '../planning/people';
import type { PlannedVersion } from '../planning/plannedVersion';
import { toPlanView } from '../planning/toPlanView';
import { observeService } from '../targets/observeServiceEnvironment';
import type { VersionService } from './versionService';

export type RequestDeps = CommitDeps &
  PlanningDeps & {
    versions: VersionService;
    inlineStart: InlineStart;
    listIntents: ListIntents;
    people: People;
  };

/** Plans a request: what it would do, and what prevents its start. Changes nothing. */
export async function planRequest(
  deps: RequestDeps,
  request: CreateDeploymentRequest,
  caller: Caller,
): Promise<Plan> {
  const requested = await readRequestedVersion(
    deps,
    request,
    caller,
    'lenient',
  );
  requested.overwritesDrift = requested.kind === 'rollback';
  // The dialog plans again with each change in it, which must not be a burden for other systems.
  const planned = await buildPlan(deps, requested, true);
  const [approvalWarnings, lasting] = await Promise.all([
    findUnmetApprovals(deps.people, planned),
    findLastingChanges(deps.database, planned),
  ]);
  return toPlanView(deps, planned, { ...requested, approvalWarnings, lasting });
}

/**
 * Resolves a request to the version that it is about.
 *
 * @param inputs - `strict`: invalid inputs are an error; `lenient`: a warning, because a person is still entering them
 */
export async function readRequestedVersion(
  deps: RequestDeps,
  request: CreateDeploymentRequest,
  caller: Caller,
  inputs: 'strict' | 'lenient',
): Promise<PlannedVersion & { warnings: string[] }> {
  const context = await readPlanningContext(deps, request);
  const kind = request.kind ?? 'deploy';
  if (request.hotfix && kind !== 'deploy') {
    throw new InputError(
      'Only a deployment of the kind `deploy` can be a hotfix',
    );
  }
  if (request.reverts !== undefined && kind !== 'rollback') {
    throw new InputError("Only a rollback can have the field 'reverts'");
  }
  // Which version a rollback restores depends on what is running, so the target is observed first.
  const observed =
    kind === 'rollback' ? await observeService(deps, request) : undefined;
  const { version, reverts } = await findRequestedVersion(
    deps.database.knex,
    { ...request, kind },
    observed,
  );
  // The cast is safe: the request was parsed from JSON.
  const given = request.inputs as JsonObject | undefined;
  const checked =
    kind === 'deploy'
      ? validateInputs(context.goldenPath.inputs, given)
      : ({ result: 'valid', inputs: {} } as const);
  if (checked.result === 'invalid' && inputs === 'strict') {
    throw new InputError(
      `Some inputs are invalid: ${checked.mistakes.join('; ')}`,
    );
  }
  return {
    kind,
    service: request.service,
    environment: request.environment,
    version,
    ...(reverts === undefined ? {} : { reverts }),
    ...(observed ? { observed } : {}),
    requestedBy: caller.principal,
    hotfix: request.hotfix ?? false,
    ...(request.notBefore === undefined
      ? {}
      : { notBefore: Date.parse(request.notBefore) }),
    inputs: checked.result === 'valid' ? checked.inputs : given ?? {},
    approvals: [],
    overridden: [],
    warnings: checked.result === 'valid' ? [] : checked.mistakes,
  };
}
