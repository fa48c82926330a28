import { setTimeout as sleep } from 'node:timers/promises';
import { EffectError } from '@slipway/backstage-plugin-deployments-node';
import type { WorkflowRun } from '../client/gitHubResponses';
import { GitHubError } from '../client/gitHubError';
import {
  formatRunRecord,
  KEY_INPUT,
  parseRunRecord,
  resemblesRunRecord,
  type RunKey,
  type RunRecord,
} from '../runs/runRecord';
import type { LedgerEntry } from './dispatchLedger';
import { explainDispatchError, WORKFLOW_LINES } from './explainDispatch';
import { readRunPages } from './listRecordedRuns';
import type { WorkflowContext } from './workflowContext';

/** A run that must exist exactly once. */
export interface RunOrder {
  workflow: string;
  /** Branch or tag; absent for the default branch. */
  ref?: string;
  /** Without Slipway's own. */
  inputs: Record<string, string>;
  record: RunRecord;
  /** Artifact that should be running before, if it is known. */
  previous?: string;
  /** `none`: the workflow does not show the record, so that only GitHub's response to the dispatch says which run it is. */
  correlate: 'run-name' | 'none';
}

/** What is known about the run of an order. */
export type RunSearch =
  | { state: 'found'; run: WorkflowRun }
  /** GitHub has accepted the dispatch, and does not show the run yet. */
  | { state: 'accepted'; at: number; runId?: number }
  /** The run of an earlier dispatch may still appear. */
  | { state: 'uncertain'; until: number };

/** How an order is called. */
export interface RunCall {
  /** Epoch milliseconds. */
  deadline: number;
  signal: AbortSignal;
  /** Whether an earlier call may have dispatched it, for example before a crash. */
  isRepeat: boolean;
  /** When an earlier call was accepted, if it is known, in epoch milliseconds. */
  acceptedAt?: number;
}

/** How many of the newest runs are searched for a key. */
const MAX_SEARCHED_PAGES = 3;
const PAUSE_MS = 200;
/** Left of the deadline for the caller. */
const MARGIN_MS = 1_000;
const NOT_CORRELATED =
  '"correlate: none" leaves no way to find its run. Check in GitHub whether it is running.';

/**
 * Finds the run of an order, or dispatches it. After a dispatch with a lost response, the run is looked for until it can't appear
 * any more, before it is dispatched again: GitHub knows no idempotency keys.
 *
 * @throws EffectError, or GitHubError if the runs can't be listed.
 */
export function ensureRun(
  context: WorkflowContext,
  order: RunOrder,
  call: RunCall,
): Promise<RunSearch> {
  const { ledger, timing } = context;
  const { key, body, change } = order.record;
  return ledger.takeTurn(key, async () => {
    const entry = ledger.open(key, () => ({
      body,
      ...(change ? { deployment: change.deployment } : {}),
      ...(order.previous === undefined ? {} : { previous: order.previous }),
      quietUntil: call.isRepeat ? Date.now() + timing.lookAgainAfterMs : 0,
      ...(call.acceptedAt === undefined ? {} : { acceptedAt: call.acceptedAt }),
    }));
    checkBody(order.record, entry.body);
    checkInputs(order, { notSent: !call.isRepeat && entry.quietUntil === 0 });
    checkCanFollow(context, order, call.isRepeat && !entry.acceptedAt);
    const known = await findKnown(context, order, entry, call.signal);
    if (known) return known;
    if (
      entry.quietUntil > 0 &&
      !(await showsRecords(context, order, call.signal))
    ) {
      throw createUnknownOutcome(
        order.workflow,
        `no run of it shows ${KEY_INPUT} in its name. Check in GitHub whether it is running, and check that the workflow has these lines:\n${WORKFLOW_LINES}`,
      );
    }
    return dispatch(context, order, entry, call);
  });
}

/** Finds the run of an order, and dispatches nothing. @throws GitHubError */
export async function findRun(
  context: WorkflowContext,
  order: Pick<RunOrder, 'workflow' | 'record' | 'correlate'>,
  signal: AbortSignal,
): Promise<WorkflowRun | undefined> {
  const entry = context.ledger.get(order.record.key);
  if (entry?.runId !== undefined) {
    return context.repository.getRun(entry.runId, { signal });
  }
  if (order.correlate === 'none') return undefined;
  for await (const { runs } of readRunPages(
    context.repository,
    order.workflow,
    { maxPages: MAX_SEARCHED_PAGES, signal },
  )) {
    const found = runs.find(
      run => parseRunRecord(run.title)?.key === order.record.key,
    );
    if (!found) continue;
    if (entry) entry.runId = found.id;
    return found;
  }
  return undefined;
}

async function findKnown(
  context: WorkflowContext,
  order: RunOrder,
  entry: LedgerEntry,
  signal: AbortSignal,
): Promise<RunSearch | undefined> {
  const { acceptedAt, runId } = entry;
  // The response to the dispatch named it. It may not be readable yet.
  if (runId !== undefined && acceptedAt !== undefined) {
    return { state: 'accepted', at: acceptedAt, runId };
  }
  const run = await findRun(context, order, signal);
  if (run) {
    const record = parseRunRecord(run.title);
    if (record) checkBody(record, order.record.body);
    return { state: 'found', run };
  }
  if (acceptedAt !== undefined) return { state: 'accepted', at: acceptedAt };
  return Date.now() < entry.quietUntil
    ? { state: 'uncertain', until: entry.quietUntil }
    : undefined;
}

/**
 * Whether the workflow shows records in the names of its runs, as far as its earlier runs tell. If it has none, the run of a
 * lost dispatch doesn't exist either.
 */
async function showsRecords(
  { repository }: WorkflowContext,
  { workflow }: RunOrder,
  signal: AbortSignal,
): Promise<boolean> {
  let isEmpty = true;
  for await (const { runs } of readRunPages(repository, workflow, {
    maxPages: MAX_SEARCHED_PAGES,
    signal,
  })) {
    if (runs.some(({ title }) => resemblesRunRecord(title))) return true;
    isEmpty &&= runs.length === 0;
  }
  return isEmpty;
}

/** @throws EffectError if an input could be mistaken for a record in the name of a run. */
function checkInputs(
  { inputs }: RunOrder,
  { notSent }: { notSent: boolean },
): void {
  const [name] =
    Object.entries(inputs).find(([, value]) => resemblesRunRecord(value)) ?? [];
  if (name === undefined) return;
  throw new EffectError(
    `The input ${name} contains text that looks like the marker that Slipway uses to find its runs, such as "[0123456789abcdef-01234567". The workflow was not started. Give the version another name, or correct "inputs".`,
    { code: 'invalid_input', retryable: false, notSent },
  );
}

function checkBody({ body }: RunKey, other: string): void {
  if (body === other) return;
  throw new EffectError(
    'This idempotency key was already used for another effect, so the workflow was not started',
    { code: 'key_reused', retryable: false },
  );
}

/** @throws EffectError if the run could not be found again. */
function checkCanFollow(
  { repository }: WorkflowContext,
  { correlate, workflow }: RunOrder,
  mayHaveStarted: boolean,
): void {
  if (correlate === 'run-name') return;
  if (!repository.returnsRunDetails) {
    throw new EffectError(
      `${repository.host} does not report which run it starts. Use "correlate: run-name" there.`,
      { code: 'invalid_settings', retryable: false, notSent: true },
    );
  }
  if (mayHaveStarted) throw createUnknownOutcome(workflow, NOT_CORRELATED);
}

function createUnknownOutcome(
  workflow: string,
  why: string,
  cause?: unknown,
): EffectError {
  return new EffectError(
    `GitHub's response to the request to start ${workflow} was lost, and ${why}`,
    { code: 'outcome_unknown', retryable: false, cause },
  );
}

async function dispatch(
  { repository, timing }: WorkflowContext,
  order: RunOrder,
  entry: LedgerEntry,
  { deadline, signal, isRepeat }: RunCall,
): Promise<RunSearch> {
  const { workflow, inputs, record, correlate } = order;
  const ref = order.ref ?? (await repository.getDefaultBranch({ signal }));
  for (;;) {
    try {
      const runId = await repository.dispatch(
        workflow,
        {
          ref,
          inputs:
            correlate === 'none'
              ? inputs
              : { ...inputs, [KEY_INPUT]: formatRunRecord(record) },
        },
        { signal },
      );
      entry.acceptedAt = Date.now();
      entry.quietUntil = entry.acceptedAt + timing.lookAgainAfterMs;
      if (runId !== undefined) entry.runId = runId;
      else if (correlate === 'none') {
        throw createUnknownOutcome(workflow, NOT_CORRELATED);
      }
      return {
        state: 'accepted',
        at: entry.acceptedAt,
        ...(runId === undefined ? {} : { runId }),
      };
    } catch (error) {
      if (isOutcomeUnknown(error)) {
        entry.quietUntil = Date.now() + timing.lookAgainAfterMs;
        if (correlate === 'run-name') {
          return { state: 'uncertain', until: entry.quietUntil };
        }
        throw createUnknownOutcome(workflow, NOT_CORRELATED, error);
      }
      const pauseMs = findPause(error);
      if (
        pauseMs === undefined ||
        signal.aborted ||
        Date.now() + pauseMs > deadline - MARGIN_MS
      ) {
        throw explainDispatchError(error, {
          host: repository.host,
          repository: repository.name,
          workflow,
          ref,
          notSent: !isRepeat && entry.quietUntil === 0,
        });
      }
      await sleep(pauseMs, undefined, { signal });
    }
  }
}

/** Whether the run may exist although the dispatch failed. */
function isOutcomeUnknown(error: unknown): boolean {
  if (!(error instanceof GitHubError)) return false;
  const { failure } = error;
  return (
    failure.kind === 'unanswered' ||
    failure.kind === 'unreadable' ||
    (failure.kind === 'rejected' && failure.status >= 500)
  );
}

/** How long to wait before a dispatch that had no effect is sent again; `undefined` if that can't help. */
function findPause(error: unknown): number | undefined {
  if (!(error instanceof GitHubError)) return undefined;
  const { failure } = error;
  const jittered = PAUSE_MS * (0.5 + Math.random());
  switch (failure.kind) {
    case 'rate_limited':
      return failure.retryAfterMs + jittered;
    case 'unreachable':
      return jittered * 5;
    default:
      return undefined;
  }
}
