import { inTurns } from './turns';

function busy(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until) {
    // Thinks.
  }
}

describe('work that is done in turns', () => {
  it('lets the event loop go on in between', async () => {
    let turns = 0;
    let isWaiting = true;
    const count = () => {
      turns += 1;
      if (isWaiting) setImmediate(count);
    };
    setImmediate(count);
    const worked = await inTurns(
      (function* work() {
        for (let i = 0; i < 10; i++) {
          busy(15);
          yield;
        }
        return 'done';
      })(),
    );
    isWaiting = false;
    expect(worked).toBe('done');
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
