import { isTerminal } from '@slipway/backstage-plugin-deployments-common';
import { isOnlyAPoll } from '../../domain/deployment/progress';
import {
  type SourceReader,
  hideSourceInEvent,
} from '../../access/hidePromotionSource';
import type { DeploymentReads } from '../../application/deploymentService';
import type { DeploymentState } from '../../domain/deployment/state';
import { readStateFor, toEventView } from './eventView';
import type { StreamConnection } from '../../http/streams/streamConnection';
import {
  type StreamPosition,
  formatPosition,
} from '../../http/streams/streamPosition';

/** Log lines that one query reads. */
const LOG_PAGE = 500;
/** Limits log lines per round, so that a provider which never stops writing does not delay events. */
const LOG_PAGES_PER_ROUND = 20;

/**
 * Sends a deployment's records after `from`, and then new ones, until the deployment ends, the client disconnects or
 * `signal` aborts. Notifications only trigger a read. Records always come from the database, each once and in order, so
 * lost or repeated notifications do no harm.
 */
export async function followDeployment(options: {
  id: string;
  reader: SourceReader;
  from: StreamPosition;
  reads: DeploymentReads;
  connection: StreamConnection;
  signal: AbortSignal;
  pollMs: number;
}): Promise<void> {
  const { id, reader, reads, connection, signal, pollMs } = options;
  const position = { ...options.from };
  const notifier = createNotifier(signal);
  const unsubscribe = reads.subscribe(id, notifier.notify);
  try {
    while (!signal.aborted) {
      // Read the state before the records: if it is terminal, all its records are stored by now.
      const state = await reads.get(id);
      if (!state) return;
      const behind = await sendNew(state);
      if (signal.aborted) return;
      if (behind) continue;
      if (isTerminal(state.status) && position.event >= state.seq) {
        await send('end', { status: state.status, seq: state.seq });
        return;
      }
      await notifier.wait(pollMs);
    }
  } finally {
    unsubscribe();
  }

  /** Sends records that are new since the last call. Resolves to true if there are more. */
  async function sendNew(state: DeploymentState): Promise<boolean> {
    const events = await reads.events(id, position.event);
    const viewed = await readStateFor(events, state, reads);
    for (const event of events) {
      position.event = event.seq;
      if (isOnlyAPoll(event)) continue;
      const visible = hideSourceInEvent(event, reader);
      if (!(await send('event', toEventView(visible, viewed)))) return false;
    }
    const measurements = await reads.measurements(id, {
      afterSeq: position.measurement,
    });
    for (const measurement of measurements) {
      position.measurement = measurement.seq;
      if (!(await send('measurement', measurement))) return false;
    }
    for (let page = 0; page < LOG_PAGES_PER_ROUND; page++) {
      const { items } = await reads.logs(id, {
        afterSeq: position.log,
        limit: LOG_PAGE,
      });
      for (const line of items) {
        position.log = line.seq;
        if (!(await send('log', line))) return false;
      }
      if (items.length < LOG_PAGE) return false;
    }
    return true;
  }

  async function send(event: string, data: unknown): Promise<boolean> {
    if (signal.aborted) return false;
    return connection.send({ id: formatPosition(position), event, data });
  }
}

/** A notification to wait for. Ringing before `wait` is called ends that wait immediately. */
function createNotifier(signal: AbortSignal) {
  let isNotified = false;
  let wake = () => {};
  return {
    notify: () => {
      isNotified = true;
      wake();
    },
    async wait(atMostMs: number): Promise<void> {
      if (!isNotified && !signal.aborted) {
        await new Promise<void>(resolve => {
          const timer = setTimeout(() => wake(), atMostMs);
          wake = () => {
            clearTimeout(timer);
            signal.removeEventListener('abort', wake);
            wake = () => {};
            resolve();
          };
          signal.addEventListener('abort', wake, { once: true });
        });
      }
      isNotified = false;
    },
  };
}
