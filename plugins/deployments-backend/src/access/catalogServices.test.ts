import { canonicalServiceRef } from './catalogServices';

describe('canonicalServiceRef', () => {
  it.each([
    ['component:checkout', 'component:default/checkout'],
    ['Component:Default/Checkout', 'component:default/checkout'],
  ])('turns %s into %s', (ref, canonical) => {
    expect(canonicalServiceRef(ref, 'service')).toBe(canonical);
  });

  it.each([
    '',
    ':',
    'component:',
    'checkout',
    'component:default/checkout\n',
    'component:default/check out',
    'component:\u0000',
    'component:💥',
  ])('rejects %j', ref => {
    expect(() => canonicalServiceRef(ref, 'service')).toThrow(
      'service must be an entity ref such as',
    );
  });
});
