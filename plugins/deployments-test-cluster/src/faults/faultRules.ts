/** What happens to a request instead of the usual. */
export type Fault =
  /** It is forwarded, and the connection is reset when the response arrives: the effect happened, its answer is lost. */
  | { kind: 'cut' }
  /** The connection is reset and nothing is forwarded. */
  | { kind: 'reset' }
  /** The proxy responds by itself and forwards nothing. */
  | {
      kind: 'respond';
      status: number;
      /** Sent as `Retry-After`, in seconds. */
      retryAfterS?: number;
      /** JSON; by default an error as Kubernetes writes it. */
      body?: unknown;
    }
  /** It is forwarded after a pause. */
  | { kind: 'delay'; ms: number };

/** Which requests. Undefined fields match all. */
export interface RequestPattern {
  method?: string;
  /** Matched against path and query. */
  path?: RegExp;
}

/** Requests and what happens to them. */
export interface FaultRule extends RequestPattern {
  fault: Fault;
  /** How many matching requests are affected; all of them if undefined. */
  times?: number;
  /** How many matching requests pass before the first that is affected; none if undefined. */
  after?: number;
}

/** Whether the pattern includes a request. */
export function matchesRequest(
  { method, path }: RequestPattern,
  request: { method: string; path: string },
): boolean {
  return (
    (method === undefined ||
      method.toUpperCase() === request.method.toUpperCase()) &&
    // `search` ignores the state of patterns with the flag `g`.
    (path === undefined || request.path.search(path) >= 0)
  );
}

/** Decides which fault a request meets. The first rule that matches and has any left decides. */
export class FaultRules {
  readonly #rules = new Map<FaultRule, { seen: number }>();

  /** Adds a rule. The result removes it. */
  add(rule: FaultRule): () => void {
    // A copy: the same object may be added twice.
    const own = { ...rule };
    this.#rules.set(own, { seen: 0 });
    return () => {
      this.#rules.delete(own);
    };
  }

  clear(): void {
    this.#rules.clear();
  }

  /** Takes the fault for a request; `undefined` if nothing happens to it. */
  take(request: { method: string; path: string }): Fault | undefined {
    for (const [rule, state] of this.#rules) {
      const { after = 0, times = Infinity } = rule;
      if (!matchesRequest(rule, request) || state.seen >= after + times) {
        continue;
      }
      state.seen += 1;
      if (state.seen > after) return rule.fault;
    }
    return undefined;
  }
}
