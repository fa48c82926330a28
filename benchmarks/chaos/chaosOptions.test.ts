import { readOptions } from './chaosOptions';

describe('readOptions', () => {
  it('has defaults for all options, and a seed from the time', () => {
    expect(readOptions([], 1_000_042)).toEqual({
      isOnKubernetes: false,
      kills: 100,
      deployments: 300,
      replicas: 3,
      seed: 42,
      services: 12,
      leaseMs: 5_000,
      everyMs: 2_500,
      inFlight: 24,
      listens: true,
    });
  });

  it('reads all options of a run', () => {
    expect(
      readOptions([
        '--kills',
        '500',
        '--deployments',
        '1000',
        '--seed',
        '42',
        '--replicas',
        '4',
        '--lease',
        '7.5',
        '--no-listen',
      ]),
    ).toMatchObject({
      kills: 500,
      deployments: 1000,
      seed: 42,
      replicas: 4,
      leaseMs: 7_500,
      listens: false,
    });
  });

  it('uses small numbers with --short', () => {
    expect(readOptions(['--short', '--seed', '1'])).toMatchObject({
      kills: 25,
      deployments: 40,
      minutes: 2,
    });
    expect(readOptions(['--short', '--minutes', '5'])).toMatchObject({
      minutes: 5,
    });
  });

  it.each([
    [['--kills', 'many'], '--kills must be a whole number'],
    [['--kills', '1.5'], '--kills must be a whole number'],
    [['--kills', ''], '--kills must be a whole number'],
    [['--replicas', '1'], '--replicas must be a whole number from 2'],
    [['--lease', '2'], '--lease must be a number from 5'],
    [['--idle', '10'], '--idle must be a whole number from 200'],
    [['--frequency', '1'], "Unknown option '--frequency'"],
    [['500'], 'Unexpected argument'],
  ])('rejects %s with a message that names the option', (args, message) => {
    expect(() => readOptions(args)).toThrow(message);
  });
});
