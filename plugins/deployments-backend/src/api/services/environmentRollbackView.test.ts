import type { DeploymentSummary } from '@slipway/backstage-plugin-deployments-common';
import { toEnvironmentRollbackView } from './environmentRollbackView';

const V = (name: string) => ({ id: name, name, artifact: `sha256:${name}` });
const OLDER = {
  version: V('1.4.1'),
  deploymentId: 'd1',
  by: 'user:default/ana',
  at: 1_795_250_000_000,
  verification: 'passed' as const,
};
const SERVED = {
  leaves: ['sha256:1.4.2'],
  reverts: 'd2',
  target: 'sha256:1.4.1',
  versions: [OLDER],
};
const NOTHING = { leaves: [], versions: [] };

const active = (more: Partial<DeploymentSummary>): DeploymentSummary => ({
  id: 'd3',
  kind: 'deploy',
  service: 'component:default/checkout',
  environment: 'production',
  version: V('1.5.0'),
  status: 'running',
  requestedBy: { principal: 'user:default/ana', via: 'portal' },
  requestedAt: '2026-11-21T10:00:00Z',
  mayHaveChanged: true,
  blockers: [],
  goldenPath: { name: 'web', title: 'Web' },
  hotfix: false,
  progress: { total: 5, finished: 1 },
  seq: 3,
  ...more,
});

const facts = (
  more: Partial<Parameters<typeof toEnvironmentRollbackView>[0]> = {},
) =>
  toEnvironmentRollbackView({
    environmentTitle: 'Production',
    options: SERVED,
    current: '1.4.2',
    ...more,
  });

describe('toEnvironmentRollbackView', () => {
  it.each([
    ['healthy', {}, { how: 'start', target: { name: '1.4.1' } }],
    [
      'never deployed',
      { options: NOTHING, current: undefined },
      {
        how: 'none',
        message: 'Nothing has been deployed to Production yet.',
      },
    ],
    [
      'one version only',
      { options: { ...NOTHING, leaves: ['sha256:1.4.2'] } },
      {
        how: 'none',
        message: 'No other version ran in Production before 1.4.2.',
      },
    ],
    [
      'deploying',
      { active: active({}) },
      { how: 'command', deploymentId: 'd3' },
    ],
    [
      'waiting for a decision, with part of the traffic',
      { active: active({ status: 'waiting' }) },
      { how: 'command', deploymentId: 'd3' },
    ],
    [
      'waiting before it has changed anything',
      { active: active({ status: 'waiting', mayHaveChanged: false }) },
      {
        how: 'start',
        message:
          'The deployment of 1.5.0 has changed nothing yet. It is cancelled before the rollback starts.',
      },
    ],
    [
      'being rolled back',
      { active: active({ status: 'rolling_back' }) },
      {
        how: 'none',
        message: 'The deployment in progress is already being rolled back.',
      },
    ],
    [
      'a rollback in progress',
      { active: active({ kind: 'rollback', mayHaveChanged: false }) },
      {
        how: 'none',
        message: 'The rollback to 1.5.0 is already in progress.',
      },
    ],
    [
      'drifted',
      {
        drift: {
          id: 'd1',
          message: '1.4.2 should run here, but 9.9.9 does.',
          expected: '1.4.2',
          observed: '9.9.9',
        },
      },
      {
        how: 'start',
        message:
          '1.4.2 should run here, but 9.9.9 does. Rolling back overwrites it.',
        sentences: [
          {
            code: 'drift_other_runs',
            params: { expected: '1.4.2', observed: '9.9.9' },
          },
          { code: 'rollback_overwrites_drift' },
        ],
      },
    ],
    [
      'all quarantined',
      {
        options: {
          ...SERVED,
          target: undefined,
          versions: [
            {
              ...OLDER,
              refusal: 'It is quarantined: CVE-1',
              refusalSentence: {
                code: 'rollback_refused_quarantined',
                params: { reason: 'CVE-1' },
              },
            },
          ],
        },
      },
      {
        how: 'none',
        message:
          'Production cannot be rolled back to any earlier version. 1.4.1: It is quarantined: CVE-1.',
        versions: [{ eligible: false, refusal: 'It is quarantined: CVE-1' }],
      },
    ],
  ])('%s', (_, given, expected) => {
    expect(facts(given)).toMatchObject(expected);
  });

  it('says for each version when it was deployed, by whom, and how it ended', () => {
    expect(facts().versions).toEqual([
      {
        version: expect.objectContaining({ name: '1.4.1' }),
        eligible: true,
        refusal: undefined,
        deploymentId: 'd1',
        by: 'user:default/ana',
        at: '2026-11-21T08:33:20.000Z',
        verification: 'passed',
      },
    ]);
  });
});
