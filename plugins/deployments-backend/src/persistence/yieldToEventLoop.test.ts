import { countYields } from './__testUtils__/countTurns';
import { runYielding } from './yieldToEventLoop';

function busy(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until) {
    // Computes.
  }
}

describe('yielding to the event loop', () => {
  it('lets the event loop turn during long work', async () => {
    const work = function* work() {
      for (let i = 0; i < 10; i++) {
        busy(15);
        yield;
      }
      return 'done';
    };
    const turns = await countYields(async () => {
      expect(await runYielding(work())).toBe('done');
    });
    expect(turns).toBeGreaterThanOrEqual(10);
  });

  it('rethrows the error of the work', async () => {
    await expect(
      runYielding(
        (function* work() {
          yield;
          throw new Error('no');
        })(),
      ),
    ).rejects.toThrow('no');
  });
});
