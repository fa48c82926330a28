import type { Deployment } from '@slipway/backstage-plugin-deployments-common';

/** A part of a deployment's time. Times are epoch milliseconds. */
export interface Part {
  key: string;
  kind: 'approval' | 'queue' | 'step' | 'rollback';
  /** The step's title. */
  title?: string;
  from: number;
  to: number;
}

/** Parts of the wait before the start that are shorter than this, in milliseconds, are left out. */
const SHORTEST_WAIT_MS = 1_000;

/**
 * Lists what an ended deployment spent its time on, in the order of the beginnings. Until the last approval of its plan it
 * waited for approval, and then in the queue.
 */
export function listParts(deployment: Deployment): Part[] {
  const { requestedAt, startedAt, finishedAt, approvals = [] } = deployment;
  const requested = Date.parse(requestedAt);
  const end = Date.parse(finishedAt ?? deployment.serverTime);
  const start = startedAt === undefined ? end : Date.parse(startedAt);
  const approved = Math.max(
    requested,
    ...approvals
      .filter(({ stepId }) => stepId === undefined)
      .map(({ at }) => Date.parse(at))
      .filter(at => at <= start),
  );
  const waits: Part[] = [
    { key: 'approval', kind: 'approval', from: requested, to: approved },
    { key: 'queue', kind: 'queue', from: approved, to: start },
  ];
  const steps = deployment.steps.flatMap((step): Part[] =>
    step.startedAt && step.status !== 'skipped'
      ? [
          {
            key: `step/${step.id}`,
            kind: 'step',
            title: step.title,
            from: Date.parse(step.startedAt),
            to: step.finishedAt ? Date.parse(step.finishedAt) : end,
          },
        ]
      : [],
  );
  const { rollback } = deployment;
  return [
    ...waits.filter(({ from, to }) => to - from >= SHORTEST_WAIT_MS),
    ...steps.sort((a, b) => a.from - b.from),
    ...(rollback
      ? [
          {
            key: 'rollback',
            kind: 'rollback' as const,
            from: Date.parse(rollback.startedAt),
            to: rollback.finishedAt ? Date.parse(rollback.finishedAt) : end,
          },
        ]
      : []),
  ];
}
