import { mayApprove, mayReject } from './approvals';
import type { ApprovalQuestion } from './approvals';

const NOW = 1_000_000;
const RULE = {
  name: 'managers',
  count: 2,
  from: ['group:default/release-managers'],
  selfApproval: false,
};

function question(changes: Partial<ApprovalQuestion> = {}): ApprovalQuestion {
  return {
    now: NOW,
    requestedBy: { principal: 'user:default/ana', via: 'portal' },
    rules: [RULE],
    approvals: [],
    planHash: 'hash',
    ...changes,
  };
}

const given = (by: string, groups = ['group:default/release-managers']) => ({
  by: `user:default/${by}`,
  at: '',
  atMs: NOW - 1,
  choice: 'approve' as const,
  planHash: 'hash',
  groups,
});

const person = (name: string, ...groups: string[]) => ({
  entityRef: `user:default/${name}`,
  ownershipRefs: [
    `user:default/${name}`,
    ...groups.map(group => `group:default/${group}`),
  ],
});

describe('who may approve', () => {
  const cases: Record<
    string,
    {
      who: ReturnType<typeof person>;
      asked?: Partial<ApprovalQuestion>;
      answer: string[] | string;
    }
  > = {
    'one of the group': {
      who: person('carla', 'release-managers'),
      answer: ['managers'],
    },
    'one who is named': {
      who: person('eva'),
      asked: { rules: [{ ...RULE, from: ['user:default/eva'] }] },
      answer: ['managers'],
    },
    'nobody else': {
      who: person('ben', 'team-catalog'),
      answer: 'Only release-managers can approve this.',
    },
    'not the one who asked': {
      who: person('ana', 'release-managers'),
      answer:
        'You asked for this deployment yourself; it needs someone else of release-managers.',
    },
    'the one who asked, where the rule lets them': {
      who: person('ana', 'release-managers'),
      asked: { rules: [{ ...RULE, selfApproval: true }] },
      answer: ['managers'],
    },
    'not twice': {
      who: person('carla', 'release-managers'),
      asked: { approvals: [given('carla')] },
      answer: 'You have approved this already; a person counts once.',
    },
    'anew, once the plan is another': {
      who: person('carla', 'release-managers'),
      asked: { approvals: [given('carla')], planHash: 'other' },
      answer: ['managers'],
    },
    'not where there are enough': {
      who: person('carla', 'release-managers'),
      asked: { approvals: [given('dmitri'), given('eva')] },
      answer: 'It has all the approvals that you could give.',
    },
    'for each rule that is theirs and open': {
      who: person('carla', 'release-managers', 'security'),
      asked: {
        rules: [
          RULE,
          { ...RULE, name: 'security', from: ['group:default/security'] },
          { ...RULE, name: 'others', from: ['group:default/others'] },
        ],
      },
      answer: ['managers', 'security'],
    },
    'nobody, where nothing waits': {
      who: person('carla', 'release-managers'),
      asked: { rules: [] },
      answer: 'Nothing waits for an approval.',
    },
    'a step, without regard to the plan that the environment was approved for':
      {
        who: person('carla', 'release-managers'),
        asked: { stepId: 'approve', approvals: [given('carla')] },
        answer: ['managers'],
      },
  };
  it.each(Object.entries(cases))('%s', (_, { who, asked, answer }) => {
    expect(mayApprove(question(asked), who)).toEqual(
      typeof answer === 'string'
        ? { allowed: false, refusal: answer }
        : { allowed: true, rules: answer },
    );
  });

  it('lets those who could approve reject, also the one who asked', () => {
    expect(mayReject([RULE], person('ana', 'release-managers'))).toEqual({
      allowed: true,
      rules: ['managers'],
    });
    expect(mayReject([RULE], person('ben'))).toEqual({
      allowed: false,
      refusal: 'Only release-managers can reject this.',
    });
  });
});
