import {
  isTerminal,
  type Deployment,
  type DeploymentEvent,
  type LogLine,
  type Measurement,
} from '@slipway/backstage-plugin-deployments-common';
import type { DeploymentsApi } from '../../../api/DeploymentsApi';
import { asError, isFinal } from '../../../api/failures';
import { readEventStream, type StreamMessage } from './readEventStream';
import { appendBySeq, findLastSeq } from './appendBySeq';

/**
 * How the view is kept up to date. `polling`: streaming does not work here, so the view is polled every two seconds.
 * `reconnecting`: the backend is unreachable, and the view shows the last known state, if there is one. `ended`: there
 * will be no changes.
 */
export type Connection =
  | 'connecting'
  | 'live'
  | 'polling'
  | 'reconnecting'
  | 'ended';

/** The known state of a deployment. */
export interface DeploymentView {
  connection: Connection;
  deployment?: Deployment;
  events: DeploymentEvent[];
  measurements: Measurement[];
  logLines: LogLine[];
  /** Whether a step wrote more than the server stores. */
  logTruncated: boolean;
  /** Why the deployment can't be shown: it does not exist, or the reader has no access to it. */
  error?: Error;
  /** Why the last attempt failed to load a deployment that was never loaded. There will be another one. */
  failure?: Error;
  /** Server's clock minus the browser's, in milliseconds. */
  clockOffsetMs: number;
}

export const EMPTY_VIEW: DeploymentView = {
  connection: 'connecting',
  events: [],
  measurements: [],
  logLines: [],
  logTruncated: false,
  clockOffsetMs: 0,
};

/** Times in milliseconds. */
export interface WatchTimes {
  /** Delay between an event and loading the deployment, so that a burst of events loads it once. */
  refetchDelay: number;
  /** Delay between a measurement and loading the deployment. */
  measuredDelay: number;
  pollInterval: number;
  /** How long to poll before trying a stream again. */
  pollFor: number;
  backoff: { first: number; most: number };
  /** A stream that is silent for this long is reopened, because a proxy may have dropped it silently. */
  silence: number;
  /** A stream that the server closes sooner than this counts as broken. */
  shortLife: number;
  /** Delay between a change and publishing it, so that a burst of log lines renders once. */
  publishDelay: number;
}

const TIMES: WatchTimes = {
  refetchDelay: 150,
  measuredDelay: 5_000,
  pollInterval: 2_000,
  pollFor: 30_000,
  backoff: { first: 500, most: 10_000 },
  silence: 60_000,
  shortLife: 2_000,
  publishDelay: 50,
};

/** How many log lines to request: the server's maximum. */
const LOG_PAGE = 5_000;
/** How many streams in a row may fail to open before polling. */
const STREAM_FAILURES = 2;

/** Whether a newer response has arrived, by its events or by what changes without them. */
function isOlder(answer: Deployment, than: Deployment): boolean {
  return answer.seq === than.seq
    ? Date.parse(answer.serverTime) < Date.parse(than.serverTime)
    : answer.seq < than.seq;
}

/**
 * Watches a deployment until `stop` is called.
 *
 * The server's deployment is authoritative. It is loaded again after each event, and now and then while checks measure.
 * Events, measurements and log lines are only appended, by number, so the stream may repeat them. A stream starts at
 * the beginning, or resumes after the last id it sent. If streaming doesn't work, they are polled.
 */
export function watchDeployment(options: {
  api: DeploymentsApi;
  id: string;
  onChange(view: DeploymentView): void;
  times?: Partial<WatchTimes>;
}): { refresh(): Promise<void>; stop(): void } {
  const { api, id, onChange } = options;
  const times = { ...TIMES, ...options.times };
  const stopped = new AbortController();
  let view = EMPTY_VIEW;
  let lastEventId: string | undefined;
  let publishTimer: ReturnType<typeof setTimeout> | undefined;
  let refetchTimer: ReturnType<typeof setTimeout> | undefined;
  let refetchDue = Infinity;

  const change = (part: Partial<DeploymentView>) => {
    view = { ...view, ...part };
    if (publishTimer === undefined && !stopped.signal.aborted) {
      publishTimer = setTimeout(() => {
        publishTimer = undefined;
        onChange(view);
      }, times.publishDelay);
    }
  };

  const sleep = (ms: number) =>
    new Promise<void>(resolve => {
      const timer = setTimeout(done, ms);
      function done() {
        clearTimeout(timer);
        stopped.signal.removeEventListener('abort', done);
        resolve();
      }
      stopped.signal.addEventListener('abort', done);
    });

  const fetchDeployment = async () => {
    const deployment = await api.getDeployment(id, { signal: stopped.signal });
    if (!view.deployment || !isOlder(deployment, view.deployment)) {
      change({
        deployment,
        error: undefined,
        clockOffsetMs: Date.parse(deployment.serverTime) - Date.now(),
      });
    }
  };

  const scheduleRefetch = (delay = times.refetchDelay) => {
    const due = Date.now() + delay;
    // An earlier load is not postponed by a later one.
    if (stopped.signal.aborted || refetchDue <= due) {
      return;
    }
    clearTimeout(refetchTimer);
    refetchDue = due;
    refetchTimer = setTimeout(() => {
      refetchDue = Infinity;
      fetchDeployment().catch(() => {
        // The next event or this retry updates the view, unless the connection itself turns out to be broken.
        scheduleRefetch(times.pollInterval);
      });
    }, delay);
  };

  const fetchLogLines = async () => {
    for (;;) {
      const { items, truncated } = await api.listLogLines(
        id,
        { after: findLastSeq(view.logLines), limit: LOG_PAGE },
        { signal: stopped.signal },
      );
      const logLines = appendBySeq(view.logLines, items);
      const grew = logLines !== view.logLines;
      if (grew || truncated !== view.logTruncated) {
        change({ logLines, logTruncated: view.logTruncated || truncated });
      }
      if (items.length < LOG_PAGE || !grew) {
        return;
      }
    }
  };

  /** The stream sends the lines, but not whether some were cut. */
  const fetchLogTruncation = async () => {
    const { truncated } = await api.listLogLines(
      id,
      { limit: 1 },
      { signal: stopped.signal },
    );
    change({ logTruncated: view.logTruncated || truncated });
  };

  const fetchMeasurements = async () => {
    const items = await api.listMeasurements(
      id,
      { after: findLastSeq(view.measurements) },
      { signal: stopped.signal },
    );
    change({ measurements: appendBySeq(view.measurements, items) });
  };

  const fetchEvents = async () => {
    const items = await api.listEvents(
      id,
      { after: findLastSeq(view.events) },
      { signal: stopped.signal },
    );
    change({ events: appendBySeq(view.events, items) });
  };

  const catchUp = async () => {
    await Promise.all([
      fetchDeployment(),
      fetchEvents(),
      fetchMeasurements(),
      fetchLogLines(),
    ]);
  };

  const receive = (message: StreamMessage) => {
    switch (message.kind) {
      case 'event':
        change({ events: appendBySeq(view.events, [message.event]) });
        scheduleRefetch();
        break;
      case 'measurement':
        change({
          measurements: appendBySeq(view.measurements, [message.measurement]),
        });
        // No event reports how a measurement changed its check: the verdict, or how long it has been failing.
        scheduleRefetch(times.measuredDelay);
        break;
      case 'log':
        change({ logLines: appendBySeq(view.logLines, [message.line]) });
        break;
      case 'end':
        break;
      default:
        message satisfies never;
    }
  };

  /** Streams until the connection ends. */
  const stream = async (): Promise<
    'ended' | 'closed' | 'broken' | 'unavailable' | 'refused'
  > => {
    const connection = new AbortController();
    const abort = () => connection.abort();
    stopped.signal.addEventListener('abort', abort);
    let silent = false;
    const fallSilent = () => {
      silent = true;
      abort();
    };
    let silence = setTimeout(fallSilent, times.silence);
    let liveSince: number | undefined;
    let ended = false;
    let opened = false;
    try {
      const body = await api.openEventStream(id, {
        lastEventId,
        signal: connection.signal,
      });
      opened = true;
      await Promise.all([fetchDeployment(), fetchLogTruncation()]);
      liveSince = Date.now();
      change({ connection: 'live' });
      await readEventStream(body, {
        onMessage: message => {
          ended = ended || message.kind === 'end';
          receive(message);
        },
        onId: eventId => {
          lastEventId = eventId;
        },
        onActivity: () => {
          clearTimeout(silence);
          silence = setTimeout(fallSilent, times.silence);
        },
      });
    } catch (error) {
      if (isFinal(error) && opened) {
        throw error;
      }
      if (isFinal(error)) {
        return 'refused';
      }
      if (!silent) {
        change({ failure: asError(error) });
        return liveSince === undefined ? 'unavailable' : 'broken';
      }
    } finally {
      clearTimeout(silence);
      stopped.signal.removeEventListener('abort', abort);
      connection.abort();
    }
    if (ended) {
      return 'ended';
    }
    // Servers close streams now and then to check permissions again. One that closes immediately has another reason.
    const lived = liveSince === undefined ? 0 : Date.now() - liveSince;
    return lived >= times.shortLife ? 'closed' : 'broken';
  };

  /** Polls until a stream should be tried again. */
  const poll = async (): Promise<'ended' | 'try-stream'> => {
    const until = Date.now() + times.pollFor;
    let wasAway = false;
    while (!stopped.signal.aborted && Date.now() < until) {
      try {
        await catchUp();
        change({ connection: 'polling' });
        if (view.deployment && isTerminal(view.deployment.status)) {
          return 'ended';
        }
        if (wasAway) {
          return 'try-stream';
        }
      } catch (error) {
        if (isFinal(error)) {
          throw error;
        }
        wasAway = true;
        change({ connection: 'reconnecting', failure: asError(error) });
      }
      await sleep(times.pollInterval);
    }
    return 'try-stream';
  };

  const run = async () => {
    let failures = 0;
    while (!stopped.signal.aborted) {
      const outcome = await stream();
      if (stopped.signal.aborted) {
        return;
      }
      if (outcome === 'ended') {
        break;
      }
      switch (outcome) {
        case 'closed':
          failures = 0;
          continue;
        case 'broken':
          failures = 1;
          break;
        case 'unavailable':
          failures += 1;
          break;
        default:
          // Polling finds out whether only streaming is refused, or access to the deployment.
          failures = STREAM_FAILURES;
      }
      if (failures < STREAM_FAILURES) {
        change({ connection: 'reconnecting' });
        const { first, most } = times.backoff;
        const backoff = Math.min(most, first * 2 ** (failures - 1));
        await sleep(backoff * (0.5 + Math.random() / 2));
      } else {
        if ((await poll()) === 'ended') {
          break;
        }
        // The next failure switches to polling again.
        failures = STREAM_FAILURES - 1;
      }
    }
    await catchUp();
    change({ connection: 'ended' });
  };

  run().catch(error => {
    if (!stopped.signal.aborted) {
      change({ error: asError(error), connection: 'ended' });
    }
  });

  return {
    refresh: () => fetchDeployment(),
    stop: () => {
      stopped.abort();
      clearTimeout(publishTimer);
      clearTimeout(refetchTimer);
    },
  };
}
