import { readOptions } from './judgeOptions';

const read = (...args: string[]) => readOptions(args, 'results.json');

describe('readOptions of the benchmark of the judge', () => {
  it('has defaults', () => {
    expect(read()).toEqual({
      seed: 1,
      short: false,
      workers: 2,
      jsonFile: 'results.json',
    });
  });

  it('takes a seed, or draws one', () => {
    expect(read('--seed', '17').seed).toBe(17);
    expect(read('--seed', 'random').seed).not.toBe(
      read('--seed', 'random').seed,
    );
  });

  it('restricts what is measured', () => {
    expect(
      read('--only', 'gauge-ar,revenue', '--identical', '50'),
    ).toMatchObject({ only: ['gauge-ar', 'revenue'], identical: 50 });
  });

  it.each([
    [['--only', 'luck'], '--only: "luck" is not a family'],
    [['--seed', 'x'], '--seed: "x" is not a whole number of at least 0'],
    [['--fast'], "Unknown option '--fast'"],
  ])('rejects %j with a message and the usage', (args, message) => {
    expect(() => read(...args)).toThrow(message);
    expect(() => read(...args)).toThrow('Usage: npm run bench:judge');
  });
});
