/**
 * Which requests go to the candidate, apart from the weight. A target honours each rule for which it has the capability of
 * the same name, and rejects the others.
 *
 * @public
 */
export interface TrafficRouting {
  /**
   * Users stay with the version that answered their first request, recognized by a cookie that the target sets. If the
   * weight increases, only as many users as necessary move from the baseline to the candidate, and none moves back.
   */
  sticky?: {
    /** Name of the cookie. */
    cookie: string;
    /** How long a browser keeps the cookie. Default: until it is closed. */
    maxAgeSeconds?: number;
  };
  /**
   * Requests with one of these headers or cookies go to the candidate whatever the weight is, even at 0. Values are
   * compared exactly. These requests come from testers, so `measure` doesn't count them.
   */
  match?: RequestMatch[];
  /**
   * Sends copies of requests to the candidate, and compares the responses with those of the baseline. Users never get
   * the candidate's response, and don't wait for it. A copy has the header `x-slipway-mirrored: 1`. `measure` doesn't
   * count copies.
   */
  mirror?: {
    /** Percent of the baseline's requests, 0 to 100. */
    percent: number;
    /** Methods to mirror. Default: `GET`, `HEAD` and `OPTIONS`, because others change something a second time. */
    methods?: string[];
    /** Names of fields of JSON bodies that may differ at any depth, e.g. `requestId`. */
    ignoredFields?: string[];
  };
}

/**
 * A header or a cookie that a request has.
 *
 * @public
 */
export type RequestMatch =
  | { header: string; value: string }
  | { cookie: string; value: string };

/**
 * Latencies in buckets.
 *
 * @public
 */
export interface LatencyDistribution {
  /** Upper bound of each bucket in milliseconds, ascending. A bucket begins at the bound before it. */
  upperBoundsMs: number[];
  /** Number of requests in each bucket. */
  counts: number[];
}

/**
 * All requests of a period.
 *
 * @public
 */
export interface RequestDistribution {
  /** Number of requests, with those that failed. */
  requests: number;
  /** Number of requests that failed. */
  errors: number;
  /** Latencies of all requests. */
  latency: LatencyDistribution;
}

/**
 * How the candidate's responses to mirrored requests differ from those of the baseline.
 *
 * @public
 */
export interface MirrorComparison {
  /** Number of requests that both versions received, without dropped ones. */
  compared: number;
  /** How many of them got the same status. */
  equalStatus: number;
  /** How many of them got the same status and the same body, apart from the ignored fields. */
  equalBody: number;
  /**
   * Number of requests that were to be mirrored and are not compared: too many were in progress, a body was too large, or
   * the baseline's response was incomplete.
   */
  dropped: number;
  /** Latencies of the compared requests; the candidate's without those that it did not answer. */
  latency: { baseline: LatencyDistribution; candidate: LatencyDistribution };
  /** The latest requests whose responses differ, newest first, at most 20. */
  differences: MirrorDifference[];
}

/**
 * A mirrored request whose responses differ, without any values of headers and bodies.
 *
 * @public
 */
export interface MirrorDifference {
  /** Epoch milliseconds. */
  at: number;
  /** The HTTP method, e.g. `GET`. */
  method: string;
  /** Path and names of the query's parameters, as `maskRequestPath` returns them. */
  path: string;
  /** The HTTP status of the baseline's response. */
  baselineStatus: number;
  /** Absent if the candidate did not respond. */
  candidateStatus?: number;
  /** Paths of fields of JSON bodies that differ, e.g. `items.0.price`, at most 10; empty for other bodies. */
  fields: string[];
}

/**
 * A request that failed, without any values of its query, headers and bodies.
 *
 * @public
 */
export interface FailedRequest {
  /** When it ended, in epoch milliseconds. */
  at: number;
  /** The HTTP method, e.g. `GET`. */
  method: string;
  /** Path and names of the query's parameters, as `maskRequestPath` returns them. */
  path: string;
  /** The HTTP status that the client got. */
  status: number;
  /** How long the client waited, in milliseconds. */
  durationMs: number;
}

/**
 * What shows why an instance's requests fail.
 *
 * @public
 */
export interface FailureSample {
  /** The latest failed requests of the period, newest first; at most 20 are stored. */
  requests: FailedRequest[];
  /** The last lines of the instance's log, oldest first; at most 20 of at most 500 characters are stored. */
  logTail: string[];
}
