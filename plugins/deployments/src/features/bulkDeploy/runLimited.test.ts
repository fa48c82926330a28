import { runLimited } from './runLimited';

describe('running tasks a few at a time', () => {
  it('runs every task once, and never more than the limit', async () => {
    const finished: number[] = [];
    let running = 0;
    let most = 0;
    await runLimited([1, 2, 3, 4, 5], 2, async value => {
      running += 1;
      most = Math.max(most, running);
      await Promise.resolve();
      running -= 1;
      finished.push(value);
    });
    expect(finished).toEqual([1, 2, 3, 4, 5]);
    expect(most).toBe(2);
  });

  it('does nothing without values', async () => {
    const task = jest.fn();
    await runLimited([], 3, task);
    expect(task).not.toHaveBeenCalled();
  });
});
