import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readOptions } from './mechanismOptions';
import { formatMechanisms } from './mechanismReport';
import { MECHANISMS } from './mechanisms';

const read = (...args: string[]) => readOptions(args, 'results.json');

describe('readOptions of the benchmark of mechanisms', () => {
  it('measures all on both databases by default', () => {
    expect(read()).toMatchObject({
      databases: ['sqlite', 'postgres'],
      mechanisms: MECHANISMS,
      rounds: 7,
    });
  });

  it('measures some', () => {
    const { databases, mechanisms } = read(
      ...['--only', 'batches,control', '--databases', 'postgres'],
    );
    expect(databases).toEqual(['postgres']);
    expect(mechanisms.map(({ name }) => name)).toEqual(['batches', 'control']);
  });

  it.each([
    [['--only', 'luck'], '--only: "luck" must be one of control, group-commit'],
    [['--rounds', '0'], '--rounds: "0" is not a whole number of at least 1'],
    [['--fast'], "Unknown option '--fast'"],
  ])('rejects %j with a message and the usage', (args, message) => {
    expect(() => read(...args)).toThrow(message);
    expect(() => read(...args)).toThrow('Usage: npm run bench:mechanisms');
  });
});

describe('mechanisms', () => {
  it.each(MECHANISMS.flatMap(({ replaced }) => Object.entries(replaced)))(
    'replace %s, which exists',
    (module, file) => {
      const source = '../../plugins/deployments-backend/src';
      expect(existsSync(join(__dirname, source, `${module}.ts`))).toBe(true);
      expect(existsSync(file)).toBe(true);
    },
  );
});

describe('the table of mechanisms', () => {
  it('shows the median of the ratios and the middle half of them', () => {
    const round = (own: number, other: number) => ({
      slipway: { latencies: [own], firstStep: [], perSecond: own, memory: 1 },
      peer: { latencies: [other], perSecond: other, memory: 1 },
    });
    const rounds = [round(10, 10), round(10, 5), round(10, 20), round(10, 40)];
    const text = formatMechanisms([
      { mechanism: 'batches', database: 'postgres', processes: 1, rounds },
    ]);
    expect(text).toContain('0.75 × (0.50 to 1.00)');
  });
});
