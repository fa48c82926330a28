import { GitHubError } from './gitHubError';

/** What a client may still send. */
export interface RateLimitSettings {
  /** Requests until the reset. */
  remaining: number;
  /** When the full limit is available again. */
  resetAt: Date;
  /** Requests an hour. Default: 5000. */
  limit?: number;
}

/** A secondary limit: GitHub enforces it against bursts, whatever the primary limit says. */
export interface SecondaryRateLimitSettings {
  retryAfterS: number;
  /** How many requests it refuses. Default: 1. */
  times?: number;
  /** Only requests with this method. */
  method?: string;
}

interface PrimaryLimit {
  limit: number;
  remaining: number;
  /** Epoch milliseconds. */
  resetAt: number;
}

const HOUR_MS = 3_600_000;
const DEFAULT_LIMIT = 5000;

/** Counts requests. A GitHub Enterprise Server counts nothing until its administrator enables limits. */
export class RateLimit {
  readonly #now: () => number;
  #primary: PrimaryLimit | undefined;
  #secondary: Required<Omit<SecondaryRateLimitSettings, 'method'>> & {
    method?: string;
  } = { retryAfterS: 0, times: 0 };

  constructor(options: { now: () => number; isEnabled: boolean }) {
    this.#now = options.now;
    if (options.isEnabled) {
      this.#primary = {
        limit: DEFAULT_LIMIT,
        remaining: DEFAULT_LIMIT,
        resetAt: options.now() + HOUR_MS,
      };
    }
  }

  set({ limit = DEFAULT_LIMIT, remaining, resetAt }: RateLimitSettings): void {
    this.#primary = { limit, remaining, resetAt: resetAt.getTime() };
  }

  setSecondary(settings: SecondaryRateLimitSettings): void {
    this.#secondary = { times: 1, ...settings };
  }

  /** The state for `GET /rate_limit`; `undefined` if limits are disabled. */
  read() {
    const primary = this.#refresh();
    return (
      primary && {
        limit: primary.limit,
        remaining: primary.remaining,
        reset: Math.ceil(primary.resetAt / 1000),
        used: primary.limit - primary.remaining,
      }
    );
  }

  /** Throws if a request must be refused. */
  check(method: string): void {
    const secondary = this.#secondary;
    if (
      secondary.times > 0 &&
      (secondary.method === undefined || secondary.method === method)
    ) {
      secondary.times -= 1;
      throw new GitHubError(
        403,
        'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
        { 'retry-after': String(secondary.retryAfterS) },
      );
    }
    const primary = this.#refresh();
    if (primary && primary.remaining <= 0) {
      throw new GitHubError(403, 'API rate limit exceeded for user ID 1.');
    }
  }

  /** Counts a request that was served. */
  count(): void {
    const primary = this.#refresh();
    if (primary) primary.remaining = Math.max(0, primary.remaining - 1);
  }

  buildHeaders(): Record<string, string> {
    const state = this.read();
    if (!state) return {};
    return {
      'x-ratelimit-limit': String(state.limit),
      'x-ratelimit-remaining': String(state.remaining),
      'x-ratelimit-reset': String(state.reset),
      'x-ratelimit-used': String(state.used),
      'x-ratelimit-resource': 'core',
    };
  }

  #refresh(): PrimaryLimit | undefined {
    const primary = this.#primary;
    if (primary && this.#now() >= primary.resetAt) {
      primary.remaining = primary.limit;
      primary.resetAt = this.#now() + HOUR_MS;
    }
    return primary;
  }
}
