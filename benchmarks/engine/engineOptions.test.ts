import { readOptions } from './engineOptions';

const read = (...args: string[]) => readOptions(args, 'results.json');

describe('readOptions of the engine benchmark', () => {
  it('has full sizes by default', () => {
    expect(read()).toMatchObject({
      databases: ['sqlite', 'postgres'],
      replicas: [1, 2, 4],
      rounds: 5,
      waiting: 10_000,
      withPeer: true,
      jsonFile: 'results.json',
    });
  });

  it('has small sizes with --quick', () => {
    expect(read('--quick')).toMatchObject({ rounds: 2, replicas: [1, 2] });
    expect(read('--quick', '--rounds', '3').rounds).toBe(3);
  });

  it('reads lists of databases and of numbers of replicas', () => {
    expect(read('--databases', 'postgres', '--replicas', '1,3')).toMatchObject({
      databases: ['postgres'],
      replicas: [1, 3],
    });
  });

  it.each([
    [['--rounds', '0'], '--rounds: "0" is not a whole number of at least 1'],
    [['--waiting', '-1'], '--waiting'],
    [['--waiting', 'many'], '--waiting: "many" is not a whole number'],
    [['--replicas', '1,,2'], '--replicas: "" is not a whole number'],
    [['--databases', 'mysql'], '"mysql" must be sqlite or postgres'],
    [['--fast'], "Unknown option '--fast'"],
    [['now'], 'now'],
  ])('rejects %j with a message and the usage', (args, message) => {
    expect(() => read(...args)).toThrow(message);
    expect(() => read(...args)).toThrow('Usage: npm run bench:engine');
  });
});
