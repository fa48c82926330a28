import { isUserOrGroup, whomToAsk } from './whomToAsk';

const OPS = { ask: ['group:default/ops'], url: 'https://chat.example/ops' };
const DUTY = { ask: ['group:default/duty'] };

describe('whom to ask about a blocker', () => {
  it('is each person concerned, once, and no service', () => {
    expect(
      whomToAsk(
        { kind: 'hold' },
        ['user:default/eva', undefined, 'service:ci', 'user:default/eva'],
        [],
      ),
    ).toStrictEqual({ ask: ['user:default/eva'] });
  });

  it('is nobody where nobody is known', () => {
    expect(whomToAsk({ kind: 'hold' }, [], [undefined])).toStrictEqual({});
  });

  it('are those of its kind before those of all kinds', () => {
    expect(
      whomToAsk({ kind: 'hold' }, [], [{ hold: OPS, default: DUTY }]),
    ).toStrictEqual({ ask: ['group:default/ops'], askUrl: OPS.url });
    expect(
      whomToAsk({ kind: 'window' }, [], [{ hold: OPS, default: DUTY }]),
    ).toStrictEqual({ ask: ['group:default/duty'] });
  });

  it("are the environment's before the portal's", () => {
    expect(
      whomToAsk({ kind: 'hold' }, [], [{ default: DUTY }, { hold: OPS }]),
    ).toStrictEqual({ ask: ['group:default/duty'] });
    expect(
      whomToAsk({ kind: 'hold' }, [], [undefined, { hold: OPS }]),
    ).toStrictEqual({ ask: ['group:default/ops'], askUrl: OPS.url });
  });

  it('are for an approval only those who may give it', () => {
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
  ])('%s is somebody: %s', (ref, expected) => {
    expect(isUserOrGroup(ref)).toBe(expected);
  });
});
