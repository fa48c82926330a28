import type { Blocker } from '@slipway/backstage-plugin-deployments-common';
import { CHECKOUT, entities, model } from '../api/__testUtils__/fixtures';
import { toService } from './catalogServices';
import type { Grant } from './grants';
import { hidePromotionSource } from './hidePromotionSource';

const HOLD: Blocker = { kind: 'hold', message: 'On hold: Errors' };
const PROMOTION: Blocker = {
  kind: 'promotion',
  message: '1.4.2 must run in staging first; 1.4.1 runs there.',
  code: 'promotion_other_version',
  params: { version: '1.4.2', source: 'staging', running: '1.4.1' },
  overridable: true,
  ask: ['group:default/payments'],
};
const SOAK: Blocker = {
  kind: 'soak',
  message: '1.4.2 has run with passed checks in staging for 2 of 10 min.',
  code: 'soak',
  params: { version: '1.4.2', source: 'staging', requiredMs: 600_000 },
  until: '2026-03-01T10:05:00.000Z',
};
const service = toService(
  entities.find(({ metadata }) => metadata.name === 'checkout')!,
);

function hide(blockers: Blocker[], grant: Grant): Blocker[] {
  return hidePromotionSource(blockers, { model, grant, service });
}

const ONLY_PRODUCTION: Grant = {
  where: 'some',
  condition: { tierIn: ['production'] },
};

describe('what blockers say about the environment that is promoted from', () => {
  it('is hidden from readers who cannot see it, but not that it blocks, nor whom to ask', () => {
    const shown = hide([HOLD, PROMOTION, SOAK], ONLY_PRODUCTION);
    expect(shown).toEqual([
      HOLD,
      {
        kind: 'promotion',
        code: 'promotion_hidden',
        message: expect.stringContaining("which you can't see"),
        overridable: true,
        ask: ['group:default/payments'],
      },
      // A soak time would say that the version runs there, and since when.
      {
        kind: 'promotion',
        code: 'promotion_hidden',
        message: expect.stringContaining("which you can't see"),
      },
    ]);
  });

  it.each<[string, Grant]>([
    ['every environment', { where: 'everywhere' }],
    [
      'that environment',
      { where: 'some', condition: { environmentIn: ['staging'] } },
    ],
    ['the service', { where: 'some', condition: { serviceIn: [CHECKOUT] } }],
  ])('is shown to readers of %s', (_, grant) => {
    expect(hide([HOLD, PROMOTION, SOAK], grant)).toEqual([
      HOLD,
      PROMOTION,
      SOAK,
    ]);
  });

  it.each<[string, Blocker['params']]>([
    ['is no longer configured', { source: 'qa' }],
    ['is not named', undefined],
  ])('is hidden from readers of some environments if it %s', (_, params) => {
    const grant: Grant = {
      where: 'some',
      condition: { environmentIn: ['staging', 'production'] },
    };
    expect(hide([{ ...PROMOTION, params }], grant)).toMatchObject([
      { code: 'promotion_hidden' },
    ]);
  });
});
