import type { WorkflowRun } from '../client/gitHubResponses';
import type { GitHubRepository } from '../client/gitHubRepository';
import type { WorkflowSettings } from '../config/workflowSettings';
import { isCut, type RunRecord } from '../runs/runRecord';
import { pickRecorded, readRunPages } from '../workflow/listRecordedRuns';

/** A successful run that changed a service environment. */
export interface RecordedChange {
  run: WorkflowRun;
  /** Hash of the idempotency key. */
  key: string;
  change: NonNullable<RunRecord['change']>;
}

/** What the last successful run put into a service environment. */
export type RecordedState =
  | { state: 'found'; recorded: RecordedChange }
  /** Slipway never deployed there. */
  | { state: 'none' }
  /** GitHub does not say it. */
  | { state: 'unknown'; reason: string };

/** GitHub lets people re-run a run for this long, in milliseconds. */
const RERUN_PERIOD_MS = 30 * 24 * 3_600_000;
/** How many pages are read to look for a later re-run of an older run. */
const MAX_PAGES_FOR_RERUNS = 3;

/**
 * Finds the successful run that was started last for a service environment. A re-run counts from its latest start.
 *
 * @param isIncluded - Leaves out runs, e.g. those of the deployment that is undone.
 * @throws GitHubError
 */
export async function findRecordedVersion(
  repository: Pick<GitHubRepository, 'listRuns'>,
  { deploy, remove }: Pick<WorkflowSettings, 'deploy' | 'remove'>,
  serviceEnvironment: string,
  {
    isIncluded = () => true,
    signal,
  }: {
    isIncluded?: (change: RecordedChange['change']) => boolean;
    signal: AbortSignal;
  },
): Promise<RecordedState> {
  const workflows = new Set([
    deploy.workflow,
    ...(remove ? [remove.workflow] : []),
  ]);
  let latest: RecordedChange | undefined;
  let unreadable: WorkflowRun | undefined;
  let isIncomplete = false;
  for (const workflow of workflows) {
    let pages = 0;
    let found: RecordedChange | undefined;
    isIncomplete = true;
    for await (const { runs, isLast } of readRunPages(repository, workflow, {
      status: 'success',
      signal,
    })) {
      pages += 1;
      unreadable ??= runs.find(({ title }) => isCut(title));
      const changes = pickRecorded(runs).flatMap(
        ({ run, record: { key, change } }) =>
          change?.serviceEnvironment === serviceEnvironment &&
          isIncluded(change)
            ? [{ run, key, change }]
            : [],
      );
      found = [...(found ? [found] : []), ...changes].reduce<
        RecordedChange | undefined
      >(pickLater, undefined);
      if (isLast || (found && isEnough(found, runs, pages))) {
        isIncomplete = false;
        break;
      }
    }
    if (isIncomplete) break;
    latest = found ? pickLater(latest, found) : latest;
  }
  if (unreadable && (!latest || isLater(unreadable, latest.run))) {
    return {
      state: 'unknown',
      reason: `GitHub truncated the name of run #${unreadable.number}, so Slipway can't tell what it deployed`,
    };
  }
  if (isIncomplete) {
    return {
      state: 'unknown',
      reason: 'it is in none of the 1,000 newest successful runs',
    };
  }
  return latest ? { state: 'found', recorded: latest } : { state: 'none' };
}

function isEnough(
  found: RecordedChange,
  runs: readonly WorkflowRun[],
  pages: number,
): boolean {
  const oldest = runs[runs.length - 1];
  return (
    pages >= MAX_PAGES_FOR_RERUNS ||
    !oldest ||
    oldest.createdAt < found.run.startedAt - RERUN_PERIOD_MS
  );
}

function pickLater(
  one: RecordedChange | undefined,
  other: RecordedChange,
): RecordedChange {
  return !one || isLater(other.run, one.run) ? other : one;
}

/** GitHub's times are in whole seconds; ids of new runs grow. */
function isLater(one: WorkflowRun, other: WorkflowRun): boolean {
  return one.startedAt === other.startedAt
    ? one.id > other.id
    : one.startedAt > other.startedAt;
}
