import { createServerClock } from './serverClock';

describe("the estimate of the database's clock", () => {
  /** The server's clock is `ahead` of ours; a request takes `there` and its response `back` milliseconds. */
  function setUp(ahead = 1_000_000) {
    let local = 0;
    const clock = createServerClock(() => local);
    const server = { ahead };
    return {
      clock,
      server,
      ask(there: number, back: number) {
        const sentAt = local;
        local += there;
        const now = Math.round(local + server.ahead);
        local += back;
        clock.update(now, sentAt);
      },
      pass(ms: number) {
        local += ms;
      },
      error: () => (clock.now() ?? NaN) - local - server.ahead,
    };
  }

  it('is undefined before the first response', () => {
    expect(createServerClock().now()).toBeUndefined();
  });

  it('is never behind the clock, and ahead by no more than the fastest response took', () => {
    const { ask, pass, error } = setUp();
    for (const [there, back] of [
      [40, 3],
      [0.2, 80],
      [0.3, 0.1],
      [500, 500],
    ]) {
      ask(there, back);
      expect(error()).toBeGreaterThanOrEqual(0);
      pass(10);
      expect(error()).toBeGreaterThanOrEqual(0);
    }
    // 0.4 ms, plus rounding.
    expect(error()).toBeLessThan(2.5);
  });

  it('loses precision without responses, and regains it', () => {
    const { ask, pass, error } = setUp();
    ask(1, 1);
    pass(60_000);
    expect(error()).toBeGreaterThan(5);
    expect(error()).toBeLessThan(10);
    ask(1, 1);
    expect(error()).toBeLessThan(4);
  });

  it('follows a clock that somebody adjusts', () => {
    const { ask, server, error } = setUp();
    ask(1, 1);
    for (const step of [60_000, -3_600_000]) {
      server.ahead += step;
      ask(1, 1);
      expect(error()).toBeGreaterThanOrEqual(0);
      expect(error()).toBeLessThan(4);
    }
  });
});
