import {
  computeApprovalProgress,
  describeElsewhere,
  mayApprove,
  mayReject,
} from './approvals';
import type { ApprovalCriteria } from './approvals';

const NOW = 1_000_000;
const RULE = {
  name: 'managers',
  count: 2,
  from: ['group:default/release-managers'],
  selfApproval: false,
};

function question(changes: Partial<ApprovalCriteria> = {}): ApprovalCriteria {
  return {
    now: NOW,
    requestedBy: { principal: 'user:default/ana', via: 'portal' },
    rules: [RULE],
    approvals: [],
    planHash: 'hash',
    distinct: true,
    ...changes,
  };
}

const given = (by: string, groups = ['group:default/release-managers']) => ({
  by: `user:default/${by}`,
  at: '',
  atMs: NOW - 1,
  decision: 'approve' as const,
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
      asked?: Partial<ApprovalCriteria>;
      answer: string[] | string;
    }
  > = {
    'a member of the group': {
      who: person('carla', 'release-managers'),
      answer: ['managers'],
    },
    'a named person': {
      who: person('eva'),
      asked: { rules: [{ ...RULE, from: ['user:default/eva'] }] },
      answer: ['managers'],
    },
    'nobody else': {
      who: person('ben', 'team-catalog'),
      answer: 'Only release-managers can approve this.',
    },
    'nobody else, and the refusal names the people still needed': {
      who: person('ben'),
      asked: {
        rules: [
          { ...RULE, count: 1 },
          { ...RULE, name: 'security', from: ['group:default/security'] },
        ],
        approvals: [given('carla')],
      },
      answer: 'Only security can approve this.',
    },
    'nobody else, even if the rule is met': {
      who: person('ben'),
      asked: {
        rules: [{ ...RULE, count: 1 }],
        approvals: [given('carla')],
      },
      answer: 'Only release-managers can approve this.',
    },
    'not twice, although somebody else met another rule of theirs': {
      who: person('carla', 'release-managers', 'security'),
      asked: {
        rules: [
          { ...RULE, count: 1 },
          {
            ...RULE,
            count: 1,
            name: 'security',
            from: ['group:default/security'],
          },
        ],
        approvals: [
          given('carla'),
          given('dmitri', ['group:default/security']),
        ],
      },
      answer: 'You have already approved this, and each person counts once.',
    },
    'not the requester': {
      who: person('ana', 'release-managers'),
      answer:
        'You requested this deployment, so somebody else from release-managers must approve it.',
    },
    'the requester, if the rule allows it': {
      who: person('ana', 'release-managers'),
      asked: { rules: [{ ...RULE, selfApproval: true }] },
      answer: ['managers'],
    },
    'not twice': {
      who: person('carla', 'release-managers'),
      asked: { approvals: [given('carla')] },
      answer: 'You have already approved this, and each person counts once.',
    },
    'again, once the plan has changed': {
      who: person('carla', 'release-managers'),
      asked: { approvals: [given('carla')], planHash: 'other' },
      answer: ['managers'],
    },
    'not if there are enough approvals': {
      who: person('carla', 'release-managers'),
      asked: { approvals: [given('dmitri'), given('eva')] },
      answer: 'No approval that you can give is missing.',
    },
    'for each open rule of theirs, with distinct: false': {
      who: person('carla', 'release-managers', 'security'),
      asked: {
        distinct: false,
        rules: [
          RULE,
          { ...RULE, name: 'security', from: ['group:default/security'] },
          { ...RULE, name: 'others', from: ['group:default/others'] },
        ],
      },
      answer: ['managers', 'security'],
    },
    'for one of their rules': {
      who: person('carla', 'release-managers', 'security'),
      asked: {
        rules: [
          { ...RULE, count: 1 },
          { ...RULE, name: 'security', from: ['group:default/security'] },
        ],
      },
      answer: ['managers'],
    },
    'not for a second rule': {
      who: person('carla', 'release-managers', 'security'),
      asked: {
        rules: [
          { ...RULE, count: 1 },
          { ...RULE, name: 'security', from: ['group:default/security'] },
        ],
        approvals: [
          given('carla', [
            'group:default/release-managers',
            'group:default/security',
          ]),
        ],
      },
      answer:
        'Your approval counts for “managers”, and each rule needs a different person. Somebody else from security must approve.',
    },
    'so that a person in both rules is free for the other one': {
      who: person('dmitri', 'release-managers'),
      asked: {
        rules: [
          { ...RULE, count: 1 },
          {
            ...RULE,
            count: 1,
            name: 'security',
            from: ['group:default/security'],
          },
        ],
        approvals: [
          given('carla', [
            'group:default/release-managers',
            'group:default/security',
          ]),
        ],
      },
      answer: ['managers'],
    },
    'not a step, after the environment': {
      who: person('carla', 'release-managers'),
      asked: {
        stepId: 'approve',
        rules: [{ ...RULE, count: 1, name: 'approve' }],
        approvals: [given('carla')],
        others: [{ rule: { ...RULE, count: 1 }, settledAt: NOW - 1 }],
      },
      answer:
        'Your approval counts for “managers”, and each rule needs a different person. Somebody else from release-managers must approve.',
    },
    'a step, after the environment, if somebody else can count there': {
      who: person('carla', 'release-managers'),
      asked: {
        stepId: 'approve',
        rules: [{ ...RULE, count: 1, name: 'approve' }],
        approvals: [given('carla'), given('dmitri')],
        others: [{ rule: { ...RULE, count: 1 }, settledAt: NOW - 1 }],
      },
      answer: ['approve'],
    },
    'not a step, even if their approval for the environment has expired since':
      {
        who: person('carla', 'release-managers'),
        asked: {
          stepId: 'approve',
          rules: [{ ...RULE, count: 1, name: 'approve' }],
          approvals: [given('carla')],
          others: [
            {
              rule: { ...RULE, count: 1, expiresAfterMs: 1 },
              settledAt: NOW - 1,
            },
          ],
        },
        answer:
          'Your approval counts for “managers”, and each rule needs a different person. Somebody else from release-managers must approve.',
      },
    'nobody, if no approval is needed': {
      who: person('carla', 'release-managers'),
      asked: { rules: [] },
      answer: 'No approval is needed.',
    },
    'a step, regardless of the plan approved for the environment': {
      who: person('carla', 'release-managers'),
      asked: { stepId: 'approve', approvals: [given('carla')] },
      answer: ['managers'],
    },
  };
  it.each(Object.entries(cases))('%s', (_, { who, asked, answer }) => {
    expect(mayApprove(question(asked), who)).toMatchObject(
      typeof answer === 'string'
        ? { allowed: false, refusal: answer }
        : { allowed: true, rules: answer },
    );
  });

  it('nobody may reject if there is no rule', () => {
    expect(mayReject([], person('ana', 'release-managers'))).toEqual({
      allowed: false,
      refusal: 'Only nobody can reject this.',
      sentence: { code: 'approval_reject_only', params: { anyOf: 'nobody' } },
    });
  });

  it('approvers may reject, the requester included', () => {
    expect(mayReject([RULE], person('ana', 'release-managers'))).toEqual({
      allowed: true,
      rules: ['managers'],
    });
    expect(mayReject([RULE], person('ben'))).toEqual({
      allowed: false,
      refusal: 'Only release-managers can reject this.',
      sentence: {
        code: 'approval_reject_only',
        params: { anyOf: 'group:default/release-managers' },
      },
    });
  });
});

/**
 * Carla is a release manager, Dmitri is in security's on-call group (which is a group of security), Eva is in both.
 * Groups are those frozen in the event, nested ones included.
 */
describe('two rules and three people', () => {
  const CARLA = given('carla');
  const DMITRI = given('dmitri', [
    'group:default/security-on-call',
    'group:default/security',
  ]);
  const EVA = given('eva', [
    'group:default/release-managers',
    'group:default/security-on-call',
    'group:default/security',
  ]);
  const before = (approval: ReturnType<typeof given>) => ({
    ...approval,
    planHash: 'before the change',
  });
  const managers = { ...RULE, count: 1 };
  const security = {
    ...managers,
    name: 'security',
    from: ['group:default/security'],
  };
  const twice = { ...security, count: 2 };

  const cases: Record<
    string,
    {
      rules?: ApprovalCriteria['rules'];
      approvals: ReturnType<typeof given>[];
      distinct: [managers: string, security: string];
      shared: [managers: string, security: string];
    }
  > = {
    nobody: { approvals: [], distinct: ['', ''], shared: ['', ''] },
    Carla: {
      approvals: [CARLA],
      distinct: ['carla', ''],
      shared: ['carla', ''],
    },
    'Dmitri, by a nested group': {
      approvals: [DMITRI],
      distinct: ['', 'dmitri'],
      shared: ['', 'dmitri'],
    },
    'Eva, of both': {
      approvals: [EVA],
      distinct: ['eva', ''],
      shared: ['eva', 'eva'],
    },
    'Carla and Dmitri': {
      approvals: [CARLA, DMITRI],
      distinct: ['carla', 'dmitri'],
      shared: ['carla', 'dmitri'],
    },
    'Eva, then Carla': {
      approvals: [EVA, CARLA],
      distinct: ['carla', 'eva'],
      shared: ['eva carla', 'eva'],
    },
    'Eva, then Dmitri': {
      approvals: [EVA, DMITRI],
      distinct: ['eva', 'dmitri'],
      shared: ['eva', 'eva dmitri'],
    },
    'all three': {
      approvals: [EVA, CARLA, DMITRI],
      distinct: ['eva', 'dmitri'],
      shared: ['eva carla', 'eva dmitri'],
    },
    'all three, if security needs two': {
      rules: [managers, twice],
      approvals: [EVA, CARLA, DMITRI],
      distinct: ['carla', 'eva dmitri'],
      shared: ['eva carla', 'eva dmitri'],
    },
    'Eva and Dmitri, if security needs two: one rule is met, not half of each':
      {
        rules: [managers, twice],
        approvals: [EVA, DMITRI],
        distinct: ['eva', 'dmitri'],
        shared: ['eva', 'eva dmitri'],
      },
    'Carla before the plan changed, Dmitri after': {
      approvals: [before(CARLA), DMITRI],
      distinct: ['', 'dmitri'],
      shared: ['', 'dmitri'],
    },
    'Eva before and after the plan changed': {
      approvals: [before(EVA), EVA],
      distinct: ['eva', ''],
      shared: ['eva', 'eva'],
    },
    'all three before the plan changed': {
      approvals: [before(EVA), before(CARLA), before(DMITRI)],
      distinct: ['', ''],
      shared: ['', ''],
    },
  };
  describe.each([true, false])('distinct: %s', distinct => {
    it.each(Object.entries(cases))('%s', (_, given_) => {
      const { rules = [managers, security], approvals } = given_;
      const found = computeApprovalProgress(
        question({ rules, approvals, distinct }),
      );
      expect(
        found.map(({ by }) =>
          by.map(ref => ref.replace('user:default/', '')).join(' '),
        ),
      ).toEqual(distinct ? given_.distinct : given_.shared);
      found.forEach(({ by, rule, missing }) =>
        expect(missing).toBe(Math.max(0, rule.count - by.length)),
      );
    });
  });

  it('has no metUntil if the rule is not met or does not expire', () => {
    const short = { ...RULE, expiresAfterMs: 1_000 };
    const of = (rule: typeof RULE, ...approvals: ReturnType<typeof given>[]) =>
      computeApprovalProgress(question({ rules: [rule], approvals }))[0];
    expect(of(RULE, CARLA, EVA)).not.toHaveProperty('metUntil');
    // The rule isn't met, and an expiring approval doesn't change that.
    expect(of(short, CARLA)).not.toHaveProperty('metUntil');
  });

  it('is no longer met after the first of two approvals expires, in either order', () => {
    const short = { ...RULE, expiresAfterMs: 1_000 };
    const late = { ...CARLA, atMs: NOW - 100 };
    const early = { ...EVA, atMs: NOW - 800 };
    expect(
      computeApprovalProgress(
        question({ rules: [short], approvals: [late, early] }),
      ),
    ).toMatchObject([{ missing: 0, metUntil: NOW + 200 }]);
  });

  it.each([
    ['the later one first', [100, 800]],
    ['the later one last', [800, 100]],
  ])("counts a person's approval that expires last: %s", (_, agos) => {
    const rules = [{ ...managers, expiresAfterMs: 1_000 }];
    const approvals = agos.map(ago => ({ ...CARLA, atMs: NOW - ago }));
    expect(
      computeApprovalProgress(question({ rules, approvals })),
    ).toMatchObject([{ by: ['user:default/carla'], metUntil: NOW + 900 }]);
  });

  it('names a person as in the first approval that counts', () => {
    const approvals = [CARLA, { ...CARLA, by: 'user:default/Carla' }];
    expect(computeApprovalProgress(question({ approvals }))[0].by).toEqual([
      'user:default/carla',
    ]);
  });

  it("counts a step's approvals regardless of the plan", () => {
    const approvals = [{ ...CARLA, stepId: 'go', planHash: 'before' }];
    expect(
      computeApprovalProgress(question({ stepId: 'go', approvals }))[0],
    ).toMatchObject({ by: ['user:default/carla'], missing: 1 });
  });

  describe('with other rules of the same deployment', () => {
    const both = [CARLA, EVA];
    const getCounted = (
      rules: ApprovalCriteria['rules'],
      others: ApprovalCriteria['others'],
    ) =>
      computeApprovalProgress(question({ rules, others, approvals: both })).map(
        ({ by }) => by.length,
      );

    it('meets as many rules as possible, without precedence for the requested ones', () => {
      const small = { rule: { ...RULE, count: 1 } };
      expect(getCounted([RULE], [small, small])).toEqual([0]);
    });

    it('an unmet other rule gives way to more rules', () => {
      const small = { ...RULE, count: 1 };
      expect(getCounted([small, small], [{ rule: RULE }])).toEqual([1, 1]);
    });

    it('a met other rule keeps its people', () => {
      const small = { ...RULE, count: 1 };
      const settled = [{ rule: RULE, settledAt: NOW }];
      expect(getCounted([small, small], settled)).toEqual([0, 0]);
    });
  });

  it('names the other rule that a person counts for', () => {
    const nobody = { ...managers, name: 'nobody', from: ['user:default/x'] };
    expect(
      computeApprovalProgress(
        question({ rules: [nobody, managers, security], approvals: [EVA] }),
      )[2].elsewhere,
    ).toEqual([{ by: 'user:default/eva', rule: 'managers' }]);
  });

  it('mentions approvals that count elsewhere while some are missing', () => {
    const elsewhere = ['eva', 'carla'].map(name => ({
      by: `user:default/${name}`,
      rule: 'managers',
    }));
    expect(describeElsewhere({ missing: 1, elsewhere })).toBe(
      ' The approval of eva counts for “managers”, and each rule needs a different person. The approval of carla counts for “managers”, and each rule needs a different person.',
    );
    expect(describeElsewhere({ missing: 0, elsewhere })).toBe('');
  });

  it('names the people whose approval counts elsewhere', () => {
    expect(
      computeApprovalProgress(
        question({ rules: [managers, security], approvals: [EVA] }),
      )[1],
    ).toMatchObject({
      missing: 1,
      elsewhere: [{ by: 'user:default/eva', rule: 'managers' }],
    });
  });

  it('is met until an approval expires that nobody else can replace', () => {
    const at = (approval: ReturnType<typeof given>, atMs: number) => ({
      ...approval,
      atMs,
    });
    const expiring = (rule: typeof managers) => ({
      ...rule,
      expiresAfterMs: 1_000,
    });
    const rules = [expiring(managers), expiring(security)];
    // Eva replaces Carla when hers has expired. When Dmitri's has expired too, Eva can't replace both.
    expect(
      computeApprovalProgress(
        question({
          rules,
          approvals: [
            at(CARLA, NOW - 900),
            at(DMITRI, NOW - 500),
            at(EVA, NOW - 100),
          ],
        }),
      ).map(({ metUntil }) => metUntil),
    ).toEqual([NOW + 900, NOW + 500]);
  });
});
