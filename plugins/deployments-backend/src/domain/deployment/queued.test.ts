import { HOUR, Life, MINUTE } from './__testUtils__/builders';

const APPROVAL = {
  kind: 'approval' as const,
  message: '0 of 1 approval from managers',
};
const WINDOW = {
  kind: 'window' as const,
  message: 'Weekend freeze',
  overridable: true,
};
const SLOT = { kind: 'slot' as const, message: '1.4.2 is running' };

describe('a queued deployment', () => {
  it('evaluates its start gate before and after it is blocked', () => {
    const life = new Life({ queued: true });
    expect(life.work()).toEqual(['evaluateStart']);
    life.send({
      type: 'block',
      blockers: [WINDOW],
    });
    expect(life.work()).toEqual(['evaluateStart']);
  });

  it('records the same blockers once', () => {
    const life = new Life({ queued: true });
    expect(life.send({ type: 'block', blockers: [WINDOW] })).toHaveLength(1);
    expect(
      life.send({
        type: 'block',
        blockers: [
          { overridable: true, message: 'Weekend freeze', kind: 'window' },
        ],
      }),
    ).toEqual([]);
    expect(life.send({ type: 'block', blockers: [] })).toHaveLength(1);
  });

  it('keeps one approval per person, and renews it', () => {
    const life = new Life({ queued: true });
    life.send({ type: 'block', blockers: [APPROVAL], planHash: 'h1' });
    life.person({ type: 'approve', groups: ['group:default/managers'] });
    life.wait(HOUR);
    life.person({ type: 'approve', groups: ['group:default/managers'] });
    expect(life.state.approvals).toEqual([
      expect.objectContaining({
        by: 'user:default/ada',
        decision: 'approve',
        planHash: 'h1',
        atMs: life.now,
      }),
    ]);
  });

  it('refuses an approval of an outdated plan', () => {
    const life = new Life({ queued: true });
    life.send({ type: 'block', blockers: [APPROVAL], planHash: 'h2' });
    expect(
      life.person({ type: 'approve', groups: [], planHash: 'h1' }),
    ).toMatchObject({
      result: 'refused',
      message: expect.stringContaining('plan has changed'),
    });
  });

  it('voids only approvals of another plan', () => {
    const life = new Life({ queued: true });
    life.send({ type: 'block', blockers: [APPROVAL], planHash: 'h1' });
    life.person({ type: 'approve', groups: [] });
    expect(
      life.send({ type: 'voidApprovals', planHash: 'h1', reason: 'same' }),
    ).toEqual([]);
    expect(
      life.send({
        type: 'voidApprovals',
        planHash: 'h2',
        reason: 'Another baseline',
      }),
    ).toHaveLength(1);
    expect(life.state).toMatchObject({ approvals: [], planHash: 'h2' });
    expect(
      life.send({ type: 'voidApprovals', planHash: 'h2', reason: 'again' }),
    ).toEqual([]);
  });

  it('refuses an approval that is not needed', () => {
    const life = new Life({ queued: true });
    life.send({ type: 'block', blockers: [SLOT] });
    expect(life.person({ type: 'approve', groups: [] })).toMatchObject({
      result: 'refused',
    });
  });

  it('is cancelled by a rejection, which needs a reason', () => {
    const life = new Life({ queued: true });
    life.send({ type: 'block', blockers: [APPROVAL] });
    expect(life.person({ type: 'reject', reason: ' ' })).toMatchObject({
      result: 'refused',
    });
    life.person({ type: 'reject', reason: 'Not today' });
    expect(life.state).toMatchObject({
      status: 'cancelled',
      cause: 'rejected',
      mayHaveChanged: false,
    });
    expect(life.state.message).toContain('Not today');
  });

  it('overrides only overridable blockers', () => {
    const life = new Life({ queued: true });
    expect(life.person({ type: 'override' })).toMatchObject({
      result: 'refused',
    });
    life.send({ type: 'block', blockers: [WINDOW, SLOT] });
    expect(life.person({ type: 'override' })).toMatchObject({
      result: 'events',
    });
    expect(life.state.blockers).toEqual([SLOT]);
    expect(life.state.overridden).toEqual([
      {
        kind: 'window',
        by: 'user:default/ada',
        at: life.now,
        reason: 'because',
      },
    ]);
    expect(life.person({ type: 'override' })).toMatchObject({
      result: 'refused',
      message: expect.stringContaining('1.4.2 is running'),
    });
  });

  it.each([
    ['expire', { type: 'expire' }, { status: 'expired', cause: 'expired' }],
    [
      'supersede',
      { type: 'supersede', byDeployment: 'd2' },
      { status: 'superseded', cause: 'superseded' },
    ],
  ] as const)(
    'is ended untouched by %s, but not after the start',
    (_name, command, end) => {
      const life = new Life({ queued: true });
      life.send(command);
      expect(life.state).toMatchObject({ ...end, mayHaveChanged: false });

      const started = new Life();
      expect(started.send(command)).toEqual([]);
    },
  );

  it('is cancelled immediately', () => {
    const life = new Life({ queued: true });
    life.person({ type: 'cancel' });
    expect(life.state).toMatchObject({ status: 'cancelled', cause: 'cancel' });
    expect(life.work()).toEqual([]);
  });

  it.each(['pause', 'rollback', 'resume', 'abandon'] as const)(
    'refuses %s and says why',
    type => {
      const life = new Life({ queued: true });
      expect(life.person({ type })).toMatchObject({
        result: 'refused',
        message: expect.stringMatching(/\w+ .*\./),
      });
    },
  );

  it('starts once: a repeated start changes nothing', () => {
    const life = new Life();
    const { snapshot } = life.state;
    life.wait(MINUTE);
    expect(
      life.send({
        type: 'start',
        snapshot: snapshot!,
        planHash: 'other',
        fence: 7,
      }),
    ).toEqual([]);
    expect(life.state).toMatchObject({
      status: 'running',
      planHash: 'hash',
      fence: 1,
    });
  });

  it('accepts a higher fence, never a lower one', () => {
    const life = new Life();
    expect(life.send({ type: 'claim', fence: 1 })).toEqual([]);
    life.send({ type: 'claim', fence: 3 });
    expect(life.send({ type: 'claim', fence: 2 })).toEqual([]);
    expect(life.state.fence).toBe(3);
  });
});
