import type {
  Deployment,
  DeploymentEvent,
  LogLine,
  StepRun,
} from '@slipway/backstage-plugin-deployments-common';

/** A record without its number. Without a time, it has not happened. */
type Timed<T> = Omit<T, 'seq' | 'at'> & { at?: string };

function number<T>(records: Timed<T>[]) {
  return records.flatMap((record, index) =>
    record.at ? [{ ...record, at: record.at, seq: index + 1 }] : [],
  );
}

/** What happened in a deployment, by its steps and its outcome. */
export function buildEvents({
  steps,
  rollback,
  ...summary
}: Deployment): DeploymentEvent[] {
  const { version, requestedBy, startedAt, finishedAt, status } = summary;
  const events: Timed<DeploymentEvent>[] = [
    {
      at: summary.requestedAt,
      type: 'requested',
      by: requestedBy.principal,
      message: `${version.name} was requested`,
    },
    {
      at: startedAt,
      type: 'started',
      message: `Started on the golden path ${summary.goldenPath.title}`,
    },
    ...steps.flatMap(describeStep),
    {
      at: rollback?.startedAt,
      type: 'rollbackStarted',
      message: `Rolling back to ${rollback?.to?.name}`,
    },
    {
      at: finishedAt,
      type: status,
      message: describeEnd(summary),
    },
  ];
  return number(events);
}

function describeStep({
  id,
  title,
  startedAt,
  finishedAt,
  status,
  error,
  blocker,
}: StepRun): Timed<DeploymentEvent>[] {
  const step = `“${title}”`;
  return [
    {
      at: startedAt,
      stepId: id,
      type: 'stepStarted',
      message: `${step} started`,
    },
    ...(blocker
      ? [
          {
            at: startedAt,
            stepId: id,
            type: 'stepWaiting',
            message: `${step} is waiting: ${blocker.message}`,
            sentences: [
              { code: 'event_step_waiting', params: { step: title } },
              { code: 'stated', params: { text: blocker.message } },
            ],
            data: { blocker: { ...blocker } as never },
          },
        ]
      : []),
    {
      at: finishedAt,
      stepId: id,
      type: status === 'failed' ? 'stepFailed' : 'stepSucceeded',
      message: error ? `${step} failed: ${error.message}` : `${step} succeeded`,
    },
  ];
}

function describeEnd({
  status,
  version,
  baseline,
}: Pick<Deployment, 'status' | 'version' | 'baseline'>): string {
  switch (status) {
    case 'succeeded':
      return `Succeeded: ${version.name} is running`;
    case 'rolled_back':
      return `Rolled back: ${baseline?.name} is running again`;
    default:
      return `Failed: ${baseline?.name ?? 'nothing'} is still running`;
  }
}

/** What the steps of a deployment have logged. */
export function buildLog({ steps, rollback, version }: Deployment): LogLine[] {
  const lines: Timed<LogLine>[] = [
    ...steps
      .filter(({ use }) => use !== 'approve')
      .flatMap(({ id, description, startedAt, finishedAt, error }) => [
        {
          at: startedAt,
          stepId: id,
          line: `${version.name}: ${description}`,
        },
        {
          at: finishedAt,
          stepId: id,
          level: error ? ('error' as const) : undefined,
          line: error?.message ?? `${version.name}: done`,
        },
      ]),
    ...(rollback?.steps ?? []).map(({ id, finishedAt }) => ({
      at: finishedAt,
      stepId: `rollback/${id}`,
      line: `All traffic goes to ${rollback?.to?.name}`,
    })),
  ];
  return number(lines);
}
