import { isTerminal } from '@slipway/backstage-plugin-deployments-common';
import { isOnlyAPoll } from '../../domain/deployment/progress';
import type { DeploymentReads } from '../../application/deploymentService';
import type { DeploymentState } from '../../domain/deployment/state';
import { toEventView } from './eventView';
import type { StreamConnection } from '../../http/streams/connection';
import {
  type StreamPosition,
  formatPosition,
} from '../../http/streams/position';

/** Lines that are read from the store at once. */
const LOG_PAGE = 500;
/** A provider that never stops writing must not keep events from being sent. */
const LOG_PAGES_PER_ROUND = 20;

/**
 * Sends what happened after `from`, then what happens, until the deployment has ended, the client goes away or `signal`
 * aborts. A notification only says that there is something to read: what is sent comes from the store, each record once
 * and in its order, so that nothing is lost or doubled however notifications come.
 */
export async function followDeployment(options: {
  id: string;
  from: StreamPosition;
  reads: DeploymentReads;
  connection: StreamConnection;
  signal: AbortSignal;
  pollMs: number;
}): Promise<void> {
  const { id, reads, connection, signal, pollMs } = options;
  const position = { ...options.from };
  const bell = createBell(signal);
  const unsubscribe = reads.subscribe(id, bell.ring);
  try {
    while (!signal.aborted) {
      // Before the records: whatever a terminal state has, is in the store by now.
      const state = await reads.get(id);
      if (!state) return;
      const behind = await sendNew(state);
      if (signal.aborted) return;
      if (behind) continue;
      if (isTerminal(state.status) && position.event >= state.seq) {
        await send('end', { status: state.status, seq: state.seq });
        return;
      }
      await bell.wait(pollMs);
    }
  } finally {
    unsubscribe();
  }

  /** True when there is more to send. */
  async function sendNew(state: DeploymentState): Promise<boolean> {
    for (const event of await reads.events(id, position.event)) {
      position.event = event.seq;
      if (isOnlyAPoll(event)) continue;
      if (!(await send('event', toEventView(event, state)))) return false;
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

/** Rung before anybody waits, it is heard all the same. */
function createBell(signal: AbortSignal) {
  let rung = false;
  let wake = () => {};
  return {
    ring: () => {
      rung = true;
      wake();
    },
    async wait(atMostMs: number): Promise<void> {
      if (!rung && !signal.aborted) {
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
      rung = false;
    },
  };
}
