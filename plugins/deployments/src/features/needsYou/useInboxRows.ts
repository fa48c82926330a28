import type { CommandType } from '@slipway/backstage-plugin-deployments-common';
import { useCallback, useRef, useState } from 'react';
import type { AwaitedDeployment } from './describeAwaited';

/** What the viewer did about a deployment. */
type Decision = Extract<CommandType, 'approve' | 'reject' | 'resume'>;

/** Why a deployment no longer waits for the viewer: what they did, or `gone` if something else ended the wait. */
export type Settled = Decision | 'decide' | 'liftHold' | 'gone';

/** A row of the inbox. */
export interface InboxRow {
  /** As it was when it last waited. */
  deployment: AwaitedDeployment;
  /** Absent while it waits for the viewer. */
  settled?: Settled;
}

/** Names what a command did, for the row that stays. */
export function toSettled(type: CommandType | 'liftHold'): Settled {
  switch (type) {
    case 'approve':
    case 'reject':
    case 'resume':
    case 'liftHold':
      return type;
    default:
      return 'decide';
  }
}

/**
 * Keeps every row where it first appeared until the page is left. If rows disappeared, the button of another one could come
 * under the pointer of somebody who is about to press again.
 *
 * @param items - what waits now, in order; undefined while it is loading
 */
export function useInboxRows(items: readonly AwaitedDeployment[] | undefined): {
  rows: InboxRow[];
  /** Records a decision that the server has accepted, before the list shows it. */
  settle(deployment: AwaitedDeployment, settled: Settled): void;
} {
  // In the order in which they appeared.
  const shown = useRef(new Map<string, AwaitedDeployment>());
  const [decisions, setDecisions] = useState<
    ReadonlyMap<string, { seq: number; settled: Settled }>
  >(new Map());
  items?.forEach(deployment => shown.current.set(deployment.id, deployment));

  const isWaiting = ({ id, seq }: AwaitedDeployment) =>
    // The list may be older than the decision.
    decisions.get(id)?.seq !== seq && items?.some(item => item.id === id);
  const rows = [...shown.current.values()].map(deployment => ({
    deployment,
    settled: isWaiting(deployment)
      ? undefined
      : decisions.get(deployment.id)?.settled ?? ('gone' as const),
  }));

  const settle = useCallback(
    ({ id, seq }: AwaitedDeployment, settled: Settled) =>
      setDecisions(before => new Map(before).set(id, { seq, settled })),
    [],
  );
  return { rows, settle };
}
