import { isUserOrGroup, whomToAsk } from './whomToAsk';

const OPS = { ask: ['group:default/ops'], url: 'https://chat.example/ops' };
const DUTY = { ask: ['group:default/duty'] };

describe('whom to ask about a blocker', () => {
  it('is each responsible person once, and no service', () => {
    expect(
      whomToAsk(
        { kind: 'hold' },
        ['user:default/eva', undefined, 'service:ci', 'user:default/eva'],
        [],
      ),
    ).toStrictEqual({ ask: ['user:default/eva'] });
  });

  it('is nobody if nobody is known', () => {
    expect(whomToAsk({ kind: 'hold' }, [], [undefined])).toStrictEqual({});
  });

  it('prefers the contacts of its kind to the default ones', () => {
    expect(
      whomToAsk({ kind: 'hold' }, [], [{ hold: OPS, default: DUTY }]),
    ).toStrictEqual({ ask: ['group:default/ops'], askUrl: OPS.url });
    expect(
      whomToAsk({ kind: 'window' }, [], [{ hold: OPS, default: DUTY }]),
    ).toStrictEqual({ ask: ['group:default/duty'] });
  });

  it("prefers the environment's contacts to the portal's", () => {
    expect(
      whomToAsk({ kind: 'hold' }, [], [{ default: DUTY }, { hold: OPS }]),
    ).toStrictEqual({ ask: ['group:default/duty'] });
    expect(
      whomToAsk({ kind: 'hold' }, [], [undefined, { hold: OPS }]),
    ).toStrictEqual({ ask: ['group:default/ops'], askUrl: OPS.url });
  });

  it('is only the approvers for an approval', () => {
    expect(
      whomToAsk({ kind: 'approval' }, [], [{ default: DUTY }]),
    ).toStrictEqual({});
  });

  it.each([
    ['user:default/eva', true],
    ['Group:default/ops', true],
    ['service:ci', false],
    ['component:default/user:x', false],
    [undefined, false],
  ])('%s is a user or group: %s', (ref, expected) => {
    expect(isUserOrGroup(ref)).toBe(expected);
  });
});
