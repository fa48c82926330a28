import type { WorkflowRun } from '../client/gitHubResponses';
import { PAGE_SIZE, type GitHubRepository } from '../client/gitHubRepository';
import { parseRunRecord, type RunRecord } from '../runs/runRecord';

/** A run that Slipway started. */
export interface RecordedRun {
  run: WorkflowRun;
  record: RunRecord;
}

/** GitHub lists no more than 1,000 runs with a filter. */
const MAX_PAGES = 10;

/** Reads the runs of a workflow from the newest on, until a page is enough. */
export async function* readRunPages(
  repository: Pick<GitHubRepository, 'listRuns'>,
  workflow: string,
  {
    status,
    maxPages = MAX_PAGES,
    signal,
  }: { status?: 'success'; maxPages?: number; signal: AbortSignal },
): AsyncGenerator<{ runs: WorkflowRun[]; isLast: boolean }> {
  let count = 0;
  for (let page = 1; page <= maxPages; page++) {
    const { runs, total } = await repository.listRuns(
      workflow,
      { page, ...(status ? { status } : {}) },
      { signal },
    );
    count += runs.length;
    const isLast = runs.length < PAGE_SIZE || count >= total;
    yield { runs, isLast };
    if (isLast) return;
  }
}

/** Picks the runs that Slipway started. */
export function pickRecorded(runs: readonly WorkflowRun[]): RecordedRun[] {
  return runs.flatMap(run => {
    const record = parseRunRecord(run.title);
    return record ? [{ run, record }] : [];
  });
}
