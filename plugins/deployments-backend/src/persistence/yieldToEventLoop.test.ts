import { countTurns } from './__testUtils__/countTurns';
import { inTurns } from './yieldToEventLoop';

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
    const turns = await countTurns(async () => {
      expect(await inTurns(work())).toBe('done');
    });
    expect(turns).toBeGreaterThanOrEqual(10);
  });

  it('fails as the work does', async () => {
    await expect(
      inTurns(
        (function* work() {
          yield;
          throw new Error('no');
        })(),
      ),
    ).rejects.toThrow('no');
  });
});
