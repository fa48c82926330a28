import { readOptions } from './metricsOptions';

const read = (...args: string[]) => readOptions(args, 'results.json');

describe('readOptions of the delivery metrics benchmark', () => {
  it('has small sizes by default, and full ones with --full', () => {
    expect(read()).toMatchObject({
      sizes: { services: 20, deployments: 10_000 },
      rounds: 50,
      jsonFile: 'results.json',
    });
    expect(read('--full').sizes).toEqual({
      services: 2_000,
      teams: 200,
      deployments: 1_000_000,
      commits: 5_000_000,
      incidents: 100_000,
    });
    expect(read('--full', '--services', '7').sizes.services).toBe(7);
  });

  it.each([
    [['--rounds', '0'], '--rounds: "0" is not a whole number of at least 1'],
    [['--commits', 'many'], '--commits: "many"'],
    [['--fast'], "Unknown option '--fast'"],
  ])('rejects %j with a message and the usage', (args, message) => {
    expect(() => read(...args)).toThrow(message);
    expect(() => read(...args)).toThrow('Usage: npm run bench:dora');
  });
});
