import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import type {
  Commit,
  EnvironmentTier,
} from '@slipway/backstage-plugin-deployments-common';
import type { VersionService } from '../../application/versionService';
import type { Database } from '../../persistence/database';
import { markForRecomputation } from '../persistence/pendingRecomputation';
import type {
  ChangeRecord,
  DeploymentRecord,
} from '../persistence/storedRecords';
import { putChanges, putDeployments } from '../persistence/sourceRecordRows';
import { markRollupsStale } from '../persistence/rollups/rollupRows';
import type { OwnDeployment } from '../persistence/ownDeploymentRows';
import { readOwnDeployment } from '../persistence/ownDeploymentRows';
import {
  findEnded,
  unmarkEnded,
} from '../../persistence/repositories/endedDeployments';
import type { DeploymentOutcome } from '../definitions/sourceRecords';
import { isSet } from '../normalize/parseTime';
import { isMergeMessage } from '../normalize/mergeCommits';
import { toTitle } from '../normalize/plainText';
import { mergeChanges, mergeDeployments } from './mergeRecords';

export interface OwnDeploymentsOptions {
  database: Database;
  versions: Pick<VersionService, 'diff'>;
  logger: LoggerService;
}

/** The source name of deployments by this portal. */
export const PORTAL = 'portal';

const BATCH = 50;

/**
 * Stores records of the portal's own deployments that ended. Returns how many it processed; 0: nothing is left to do.
 */
export async function ingestOwnDeployments(
  options: OwnDeploymentsOptions,
): Promise<number> {
  const { database, logger } = options;
  const ids = await findEnded(database.knex, BATCH);
  let done = 0;
  for (const id of ids) {
    try {
      await takeIn(options, id);
      done++;
    } catch (error) {
      logger.warn(
        `Deployment ${id} could not be added to the metrics; it is retried later: ${stringifyError(
          error,
        )}`,
      );
    }
  }
  return done;
}

async function takeIn(
  { database, versions }: OwnDeploymentsOptions,
  id: string,
): Promise<void> {
  const own = await readOwnDeployment(database.knex, id);
  const outcome = own && getOutcome(own);
  const commits =
    own && outcome && !own.state.demo
      ? await listCommits(versions, own)
      : undefined;
  await database.transaction(async trx => {
    const isOurs = await unmarkEnded(trx, id);
    if (!isOurs || !own || !outcome) return;
    const deployment = deploymentRecord(
      own,
      outcome,
      own.state.demo?.commits ?? commits?.map(({ id: commit }) => commit),
    );
    const changes = (commits ?? []).map(commit => changeRecord(own, commit));
    const { days } = await putDeployments(trx, [deployment], mergeDeployments);
    await putChanges(trx, changes, mergeChanges);
    const now = await database.now(trx);
    await markForRecomputation(trx, [own.state.service], now);
    await markRollupsStale(trx, days);
  });
}

/**
 * Returns the outcome, or undefined if the deployment changed nothing in its environment, so that users could not
 * notice it.
 */
function getOutcome({ state }: OwnDeployment): DeploymentOutcome | undefined {
  if (!state.mayHaveChanged || state.finishedAt === undefined) return undefined;
  // A newer deployment replaced it: it neither failed nor delivered anything.
  if (state.status === 'rolled_back' && state.rollback?.replacedBy) {
    return undefined;
  }
  switch (state.status) {
    case 'succeeded':
    case 'failed':
    case 'rolled_back':
    case 'rollback_failed':
      return state.status;
    default:
      return undefined;
  }
}

/** Returns the commits that are new in the version, or undefined if that cannot be determined. */
async function listCommits(
  versions: Pick<VersionService, 'diff'>,
  { state }: OwnDeployment,
): Promise<Commit[] | undefined> {
  if (state.kind !== 'deploy') return [];
  const diff = await versions.diff(
    state.service,
    state.snapshot?.baseline,
    state.version,
  );
  switch (diff.direction) {
    case 'forward':
      return diff.commits;
    case 'same':
    case 'backward':
      return [];
    default:
      return undefined;
  }
}

/** Returns the record of a made-up deployment. It depends on nothing but the deployment's row. */
export function demoDeploymentRecord(own: OwnDeployment): DeploymentRecord {
  const outcome = getOutcome(own);
  if (!outcome) {
    throw new Error(`The made-up deployment ${own.state.id} has no outcome`);
  }
  return deploymentRecord(own, outcome, own.state.demo?.commits);
}

function deploymentRecord(
  { state, tier, ownerGroup, system }: OwnDeployment,
  outcome: DeploymentOutcome,
  commits: string[] | undefined,
): DeploymentRecord {
  const finishedAt = state.finishedAt ?? state.at;
  return {
    sourceId: state.id,
    reported: { occurredAt: finishedAt, eventId: state.id },
    fields: {
      id: state.id,
      source: PORTAL,
      service: state.service,
      environment: state.environment,
      tier: tier as EnvironmentTier,
      kind: state.kind,
      hotfix: state.hotfix,
      version: state.version.name,
      artifact: state.version.artifact,
      outcome,
      startedAt: state.startedAt ?? state.requestedAt,
      trafficAt: state.trafficAt,
      finishedAt,
      restoredAt: state.restoredAt,
      reverts: state.reverts,
      commits,
      ownerGroup,
      system,
      url: state.demo?.url,
      demo: state.demo !== undefined,
    },
  };
}

function changeRecord({ state }: OwnDeployment, commit: Commit): ChangeRecord {
  const authoredAt = Date.parse(commit.authoredAt ?? '');
  return {
    service: state.service,
    demo: false,
    reported: { occurredAt: state.finishedAt ?? state.at, eventId: state.id },
    fields: {
      commit: commit.id,
      title: toTitle(commit.message?.split('\n', 1)[0].slice(0, 1000) ?? ''),
      url: commit.url,
      ...(isMergeMessage(commit.message) ? { isMerge: true } : {}),
      ...(isSet(authoredAt) ? { authoredAt } : {}),
    },
  };
}
