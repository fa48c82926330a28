import type { Results, Round } from '../engineResults';
import { report } from './engineReport';

const round: Round = {
  slipway: {
    latencies: [20, 30],
    firstStep: [8, 9],
    perSecond: 160.04,
    memory: 200 * 2 ** 20,
  },
  peer: { latencies: [50, 60], perSecond: 40, memory: 100 * 2 ** 20 },
};

const results: Results = {
  at: '2026-11-21T13:20:00.000Z',
  machine: { cores: 2, cpu: 'Some CPU', memoryGb: 24, node: '20.20.2' },
  options: {
    databases: ['sqlite', 'postgres'],
    replicas: [1, 2],
    rounds: 1,
    latencyJobs: 2,
    throughputJobs: 10,
    waiting: 3,
    approvals: 1,
    withPeer: true,
    jsonFile: 'results.json',
  },
  scaffolderVersion: '4.2.0',
  seconds: 100,
  comparisons: [
    { database: 'sqlite', processes: 1, rounds: [round] },
    { database: 'postgres', processes: 2, rounds: [round] },
  ],
  waiting: [
    {
      database: 'postgres',
      waiting: 10_000,
      firstStepBefore: [10],
      latenciesBefore: [20],
      firstStep: [11],
      latencies: [22],
      approvals: [{ respondedMs: 7, startedMs: 9 }],
      memory: 1,
    },
  ],
};

describe('report', () => {
  it('names the machine and the peer', () => {
    expect(report(results)).toContain(
      'Measured 2026-11-21 13:20 UTC on 2 cores (Some CPU), 24 GB, Node 20.20.2, in 100 s. The peer is @backstage/plugin-scaffolder-backend 4.2.0.',
    );
  });

  it('contains latency for single processes only, and throughput and memory for all numbers of processes', () => {
    const text = report(results);
    const findRows = (start: string) =>
      text.split('\n').filter(line => line.startsWith(start));
    expect(
      findRows('| SQLite').map(line => line.split('|').map(it => it.trim())),
    ).toEqual([
      ['', 'SQLite', 'p50', '8.0', '20.0', '50.0', '0.40 ×', ''],
      ['', 'SQLite', 'p95', '9.0', '30.0', '60.0', '0.50 ×', ''],
      ['', 'SQLite', 'p99', '9.0', '30.0', '60.0', '0.50 ×', ''],
      ['', 'SQLite', '1', '160.0', '40.0', '4.00 ×', ''],
      ['', 'SQLite', '1', '200', '100', '2.00 ×', ''],
    ]);
    expect(text).toMatch(/PostgreSQL *\| *2 *\| 160\.0/);
    expect(text).toMatch(/first step started, 10000 waiting *\| *1 \| 11\.0/);
    expect(text).toMatch(/approval to next step started *\| *1 \| 9\.0/);
  });

  it('contains only Slipway when the peer was left out', () => {
    const { scaffolderVersion: _, ...alone } = results;
    const text = report({
      ...alone,
      comparisons: [
        {
          database: 'sqlite',
          processes: 1,
          rounds: [{ slipway: round.slipway }],
        },
      ],
      waiting: [],
    });
    expect(text).toMatch(/SQLite *\| p50 \| 8\.0 *\| 20\.0 *\| – *\| –/);
    expect(text).not.toContain('The peer is');
    expect(text).not.toContain('approval');
  });
});
