import { upcastEvent, upcastState } from './upcast';

describe('upcastEvent', () => {
  it.each(['approve', 'reject'])(
    'turns a stored `approved` with the choice %s into `approvalDecided`',
    choice => {
      const approval = { by: 'user:default/ana', at: 'then', groups: [] };
      expect(
        upcastEvent({
          seq: 4,
          at: 1,
          type: 'approved',
          approval: { ...approval, choice },
        }),
      ).toEqual({
        seq: 4,
        at: 1,
        type: 'approvalDecided',
        approval: { ...approval, decision: choice },
      });
    },
  );

  it.each([true, false])(
    'turns `touches: %s` of a stored step start into `isFirstChange`',
    touches => {
      const event = { type: 'stepStarted', stepId: 'deploy', attempt: 1 };
      expect(upcastEvent({ ...event, touches })).toEqual({
        ...event,
        isFirstChange: touches,
      });
    },
  );

  it('returns current events unchanged', () => {
    const events = [
      { type: 'stepStarted', stepId: 'deploy', isFirstChange: true },
      { type: 'approvalDecided', approval: { decision: 'reject' } },
      { type: 'decided', choice: 'retry' },
    ];
    expect(events.map(upcastEvent)).toEqual(events);
  });
});

describe('upcastState', () => {
  it('renames the fields of a deployment that ended before reducer version 3', () => {
    expect(
      upcastState({
        id: 'd1',
        touched: true,
        touchedAt: 7,
        approvals: [{ by: 'user:default/ana', choice: 'reject' }],
      }),
    ).toEqual({
      id: 'd1',
      mayHaveChanged: true,
      firstChangeAt: 7,
      approvals: [{ by: 'user:default/ana', decision: 'reject' }],
    });
  });

  it('returns a current state unchanged', () => {
    const state = {
      mayHaveChanged: false,
      approvals: [{ by: 'user:default/ana', decision: 'approve' }],
    };
    expect(upcastState(state)).toEqual(state);
  });
});
