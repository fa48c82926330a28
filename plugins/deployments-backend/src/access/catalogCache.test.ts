import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { mockCredentials } from '@backstage/backend-test-utils';
import { createCatalogCache } from './catalogCache';
import { type Service, toService } from './catalogServices';

function service(name: string): Service {
  return toService({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, namespace: 'default' },
  });
}

const CHECKOUT = 'component:default/checkout';
const CART = 'component:default/cart';
const ana = mockCredentials.user('user:default/ana');
const bo = mockCredentials.user('user:default/bo');

describe('createCatalogCache', () => {
  let at = 0;
  let shown: (credentials: BackstageCredentials) => Service[];
  const asked: string[][] = [];
  const read = jest.fn(
    async (refs: readonly string[], credentials: BackstageCredentials) => {
      asked.push([...refs]);
      const seen = shown(credentials).filter(({ ref }) => refs.includes(ref));
      return new Map(seen.map(one => [one.ref, one]));
    },
  );
  let readCached: ReturnType<typeof createCatalogCache>;
  const toRefs = async (credentials: BackstageCredentials, ...refs: string[]) =>
    [...(await readCached(refs, credentials)).keys()].sort();

  beforeEach(() => {
    at = 0;
    asked.length = 0;
    shown = () => [service('checkout'), service('cart')];
    readCached = createCatalogCache(read, () => at);
  });

  it('reads each service once for many requests at the same time', async () => {
    await Promise.all([toRefs(ana, CHECKOUT), toRefs(ana, CHECKOUT, CART)]);
    expect(await toRefs(ana, CHECKOUT, CART)).toEqual([CART, CHECKOUT]);
    expect(asked).toEqual([[CHECKOUT], [CART]]);
  });

  it('never shows a caller what another caller may see', async () => {
    expect(await toRefs(ana, CHECKOUT)).toEqual([CHECKOUT]);
    shown = () => [];
    expect(await toRefs(bo, CHECKOUT)).toEqual([]);
    expect(await toRefs(mockCredentials.service(), CHECKOUT)).toEqual([]);
    expect(asked).toHaveLength(3);
  });

  it('reads the catalog again after some seconds', async () => {
    expect(await toRefs(ana, CHECKOUT)).toEqual([CHECKOUT]);
    shown = () => [];
    at = 9_999;
    expect(await toRefs(ana, CHECKOUT)).toEqual([CHECKOUT]);
    at = 10_000;
    expect(await toRefs(ana, CHECKOUT)).toEqual([]);
  });

  it('does not cache a failure of the catalog', async () => {
    shown = () => {
      throw new Error('away');
    };
    await expect(toRefs(ana, CHECKOUT)).rejects.toThrow('away');
    shown = () => [service('checkout')];
    expect(await toRefs(ana, CHECKOUT)).toEqual([CHECKOUT]);
  });
});
