import type { EnvironmentState } from '@slipway/backstage-plugin-deployments-common';
import { deploymentSummary, STAGING_STATE } from '../../__testUtils__/fixtures';
import { hasDetails, selectAttention } from './selectAttention';

const WINDOW = { kind: 'window', message: 'Weekend freeze' } as const;
const QUEUED = deploymentSummary({ id: 'd2', status: 'queued' });
const WATCH = {
  deploymentId: 'd0',
  version: STAGING_STATE.current!.version,
  state: 'watching',
  startedAt: '2026-11-21T09:00:00Z',
  endsAt: '2026-11-21T12:00:00Z',
} as const;

const checks = (status: 'passing' | 'failing') => [
  { name: 'availability', status },
];

/** The names of what needs attention. */
function select(more: Partial<EnvironmentState>) {
  const { unblocked: _, ...attention } = selectAttention({
    ...STAGING_STATE,
    ...more,
  });
  return Object.entries(attention)
    .filter(([, value]) => (Array.isArray(value) ? value.length > 0 : value))
    .map(([name]) => name);
}

describe('what needs attention in an environment', () => {
  it.each<[title: string, state: Partial<EnvironmentState>, names: string[]]>([
    ['nothing, if it is healthy', {}, []],
    ['nothing, while a deployment runs', { active: deploymentSummary() }, []],
    [
      'deployments that wait',
      {
        active: deploymentSummary(),
        queued: [{ ...QUEUED, blockers: [WINDOW] }],
      },
      ['blocked'],
    ],
    [
      'a crash loop',
      { restarts: { count: 4, crashLoop: true, events: [] } },
      ['crashLoop'],
    ],
    [
      'nothing after a restart',
      { restarts: { count: 1, crashLoop: false, events: [] } },
      [],
    ],
    [
      'problems that the target reports',
      { problems: [{ code: 'quota', message: 'CPU' }] },
      ['problems'],
    ],
    [
      'a watch with a failing check',
      { watch: { ...WATCH, checks: checks('failing') } },
      ['watch'],
    ],
    [
      'nothing while the checks of a watch pass',
      { watch: { ...WATCH, checks: checks('passing') } },
      [],
    ],
    [
      'the last deployment, if it failed',
      { last: deploymentSummary({ status: 'rolled_back' }) },
      ['failed'],
    ],
    [
      'nothing of an earlier failure during the next deployment',
      {
        active: deploymentSummary(),
        last: deploymentSummary({ id: 'd0', status: 'failed' }),
      },
      [],
    ],
    [
      'nothing after a success',
      { last: deploymentSummary({ status: 'succeeded' }) },
      [],
    ],
  ])('is %s', (_title, state, names) => {
    expect(select(state)).toEqual(names);
  });

  it('leaves the other deployments for the details, each once', () => {
    const active = deploymentSummary();
    const { blocked, unblocked } = selectAttention({
      ...STAGING_STATE,
      active,
      queued: [active, QUEUED, { ...QUEUED, id: 'd3', blockers: [WINDOW] }],
    });
    expect(blocked.map(({ id }) => id)).toEqual(['d3']);
    expect(unblocked.map(({ id }) => id)).toEqual(['d1', 'd2']);
  });
});

it('has no details where nothing was ever deployed', () => {
  const empty = { ...STAGING_STATE, current: undefined, traffic: [] };
  expect(hasDetails(empty)).toBe(false);
  expect(hasDetails(STAGING_STATE)).toBe(true);
});
