import { countYields } from './__testUtils__/countTurns';
import { runYielding } from './yieldToEventLoop';

function busy(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until) {
    // Thinks.
  }
}

describe('work that is done in turns', () => {
  it('lets the event loop go on in between', async () => {
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

  it('fails as the work does', async () => {
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
