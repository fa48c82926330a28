import { ResponseCache } from './responseCache';

describe('the remembered responses', () => {
  it('are the latest ones, within a size', () => {
    const cache = new ResponseCache();
    cache.store('/old', { etag: '1', text: 'x' });
    for (let page = 0; page < 20; page++) {
      cache.store(`/${page}`, { etag: '2', text: 'x'.repeat(1024 * 1024) });
    }
    expect(cache.find('/old')).toBeUndefined();
    expect(cache.find('/3')).toBeUndefined();
    expect(cache.find('/4')).toMatchObject({ etag: '2' });
    expect(cache.find('/19')).toMatchObject({ etag: '2' });
  });

  it('keep what is used', () => {
    const cache = new ResponseCache();
    cache.store('/used', { etag: '1', text: 'x' });
    for (let count = 0; count < 1_000; count++) {
      cache.store(`/${count}`, { etag: '2', text: 'y' });
      cache.find('/used');
    }
    expect(cache.find('/used')).toEqual({ etag: '1', text: 'x' });
    cache.store('/used', { etag: '3', text: 'z' });
    expect(cache.find('/used')).toEqual({ etag: '3', text: 'z' });
  });
});
