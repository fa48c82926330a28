import type { DeploymentKind } from '@slipway/backstage-plugin-deployments-common';
import type { StartConditionFacts, StartFacts } from './policyFacts';
import {
  findNextEvaluationAt,
  findStartBlockers,
  needsConditions,
} from './startBlockers';

const NOW = Date.parse('2026-11-21T12:00:00Z');

function facts(
  conditions: StartConditionFacts[],
  changes: Partial<StartFacts> = {},
  kind: DeploymentKind = 'deploy',
): StartFacts {
  return {
    now: NOW,
    ahead: [],
    approvals: [],
    overridden: [],
    conditions,
    deployment: {
      kind,
      service: 'component:default/checkout',
      requestedBy: { principal: 'user:default/ana', via: 'portal' },
      hotfix: false,
      owner: 'group:default/payments',
    },
    environment: {
      name: 'production',
      title: 'Production',
      approvals: [],
      distinctApprovers: true,
      windows: [],
      concurrency: 'queue',
    },
    ...changes,
  };
}

const LINK = { title: 'Alerts', url: 'https://alerts.example.com' };
const UNMET: StartConditionFacts = {
  name: 'quiet',
  state: 'unmet',
  message: 'HighErrorRate is firing. Wait until it is resolved.',
  until: NOW + 60_000,
  links: [LINK],
};
const UNKNOWN: StartConditionFacts = {
  name: 'change',
  state: 'unknown',
  description: 'a change is approved',
  message: 'the change system answered with status 503.',
};
const MET: StartConditionFacts = { name: 'staffed', state: 'met' };

describe('a start condition', () => {
  it('that is met does not block', () => {
    expect(findStartBlockers(facts([MET]))).toEqual([]);
  });

  it('that is not met blocks with the other system’s words, and names the owner to ask', () => {
    expect(findStartBlockers(facts([MET, UNMET]))).toEqual([
      {
        kind: 'condition',
        condition: 'quiet',
        message: 'HighErrorRate is firing. Wait until it is resolved.',
        until: '2026-11-21T12:01:00.000Z',
        links: [LINK],
        ask: ['group:default/payments'],
        overridable: true,
      },
    ]);
  });

  it('that nobody could check blocks too, and says why', () => {
    expect(findStartBlockers(facts([UNKNOWN]))).toMatchObject([
      {
        kind: 'condition',
        condition: 'change',
        message:
          'The start condition "change" (a change is approved) could not be checked: the change system answered with status 503. Slipway keeps asking.',
      },
    ]);
  });

  it('is evaluated again when the other system expects it to be met', () => {
    expect(findNextEvaluationAt(facts([UNMET, UNKNOWN]))).toBe(NOW + 60_000);
    expect(findNextEvaluationAt(facts([MET, UNKNOWN]))).toBeUndefined();
  });

  it.each<[DeploymentKind, boolean]>([
    ['deploy', true],
    ['restart', true],
    ['remove', true],
    ['rollback', false],
  ])('applies to a %s: %s', (kind, applies) => {
    expect(needsConditions(kind)).toBe(applies);
    expect(findStartBlockers(facts([UNMET, UNKNOWN], {}, kind))).toHaveLength(
      applies ? 2 : 0,
    );
  });

  it('is overridden by name, so that another one needs its own override', () => {
    const blocked = (conditions?: string[]) =>
      findStartBlockers(
        facts([UNMET, UNKNOWN], {
          overridden: [{ kind: 'condition', at: NOW, conditions }],
        }),
      ).map(({ condition }) => condition);
    expect(blocked(['quiet'])).toEqual(['change']);
    expect(blocked(['quiet', 'change'])).toEqual([]);
    expect(blocked(['gone'])).toEqual(['quiet', 'change']);
    expect(blocked(undefined)).toEqual(['quiet', 'change']);
  });
});
