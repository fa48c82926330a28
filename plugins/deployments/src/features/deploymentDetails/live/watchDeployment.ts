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
import { appendBySeq, lastSeq } from './sequence';

/**
 * How what is shown is kept up to date. `polling`: streaming does not work here, so it is asked for every two seconds.
 * `reconnecting`: the backend is away; what is shown is the last that was known. `ended`: nothing more will come.
 */
export type Connection =
  | 'connecting'
  | 'live'
  | 'polling'
  | 'reconnecting'
  | 'ended';

/** What is known of a deployment. */
export interface DeploymentView {
  connection: Connection;
  deployment?: Deployment;
  events: DeploymentEvent[];
  measurements: Measurement[];
  logLines: LogLine[];
  /** A step wrote more than the server keeps. */
  logTruncated: boolean;
  /** Why the deployment cannot be shown: it does not exist, or the reader may not see it. */
  error?: Error;
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
  /** From an event to asking for the deployment, so that a burst of events asks once. */
  refetchDelay: number;
  /** From a measurement to asking for the deployment. */
  measuredDelay: number;
  pollInterval: number;
  /** How long to poll before a stream is tried again. */
  pollFor: number;
  backoff: { first: number; most: number };
  /** A stream that is silent for so long is opened anew: a proxy may have dropped it without a word. */
  silence: number;
  /** A stream that the server closes sooner is taken for broken. */
  shortLife: number;
  /** From a change to telling it, so that a burst of log lines is one rendering. */
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

/** How many log lines a request asks for: the most that the server gives. */
const LOG_PAGE = 5_000;
/** Streams that could not be opened, one after the other, before polling. */
const STREAM_FAILURES = 2;

/** Whether an answer was overtaken by another one: of events, or of what changes without them. */
function isOlder(answer: Deployment, than: Deployment): boolean {
  return answer.seq === than.seq
    ? Date.parse(answer.serverTime) < Date.parse(than.serverTime)
    : answer.seq < than.seq;
}

/**
 * Watches a deployment until `stop` is called.
 *
 * The server's deployment is the truth, and is asked for again after each event, and now and then while checks measure.
 * Events, measurements and log lines are
 * only ever appended, by number, so it does not matter what the stream repeats. A stream begins at the beginning, or
 * resumes after the last id it gave; where it does not work, they are asked for.
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
    // What is due sooner is not put off by what can wait longer.
    if (stopped.signal.aborted || refetchDue <= due) {
      return;
    }
    clearTimeout(refetchTimer);
    refetchDue = due;
    refetchTimer = setTimeout(() => {
      refetchDue = Infinity;
      fetchDeployment().catch(() => {
        // Until the connection itself is found to be broken, the next event or this retry brings it up to date.
        scheduleRefetch(times.pollInterval);
      });
    }, delay);
  };

  const fetchLogLines = async () => {
    for (;;) {
      const { items, truncated } = await api.listLogLines(
        id,
        { after: lastSeq(view.logLines), limit: LOG_PAGE },
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

  /** The stream brings the lines; whether some were cut it does not tell. */
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
      { after: lastSeq(view.measurements) },
      { signal: stopped.signal },
    );
    change({ measurements: appendBySeq(view.measurements, items) });
  };

  const fetchEvents = async () => {
    const items = await api.listEvents(
      id,
      { after: lastSeq(view.events) },
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
        // No event says what the measurement made of its check: its verdict, or how long it has been failing.
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
    // Servers close streams now and then to ask for permission anew; one that closes at once has another reason.
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
        change({ connection: 'reconnecting' });
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
          // Polling tells whether only streaming is refused, or the deployment.
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
        // One more failure and it is polling again.
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
