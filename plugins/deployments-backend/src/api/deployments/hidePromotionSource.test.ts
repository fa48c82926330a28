import type { Blocker } from '@slipway/backstage-plugin-deployments-common';
import { hidePromotionSource } from './hidePromotionSource';

const HOLD: Blocker = { kind: 'hold', message: 'On hold: Errors' };
const PROMOTION: Blocker = {
  kind: 'promotion',
  message: '1.4.2 must run in Staging first; 1.4.1 runs there.',
  code: 'promotion_other_version',
  params: { version: '1.4.2', source: 'Staging', running: '1.4.1' },
};
const SOAK: Blocker = { kind: 'soak', message: '2 of 10 min in Staging' };
const promotesFrom = { environment: 'staging', soakMs: 0 };

describe('what blockers say about the environment that is promoted from', () => {
  it('is hidden from readers who cannot see it', () => {
    const shown = hidePromotionSource(
      [HOLD, PROMOTION, SOAK],
      { promotesFrom },
      [{ name: 'dev' }, { name: 'production' }],
    );
    expect(shown.map(({ kind }) => kind)).toEqual([
      'hold',
      'promotion',
      'soak',
    ]);
    expect(shown[0]).toEqual(HOLD);
    expect(JSON.stringify(shown.slice(1))).not.toMatch(/Staging|1\.4/);
  });

  it('is shown to those who can', () => {
    expect(
      hidePromotionSource([HOLD, PROMOTION], { promotesFrom }, [
        { name: 'staging' },
      ]),
    ).toEqual([HOLD, PROMOTION]);
    expect(hidePromotionSource([HOLD], {}, [])).toEqual([HOLD]);
  });
});
