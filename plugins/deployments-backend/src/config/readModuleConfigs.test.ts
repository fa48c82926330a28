import { createConfigError } from '@slipway/backstage-plugin-deployments-node/config';
import { readModuleConfigs } from './readModuleConfigs';

const path = ['endpoints', 'a: b', 'url'];
const written = 'deployments.http.endpoints["a: b"].url';

describe('readModuleConfigs', () => {
  it('returns what a module reads', () => {
    const { readConfig, mistakes } = readModuleConfigs();
    expect(readConfig(() => 'a')).toBe('a');
    expect(mistakes).toEqual([]);
  });

  it('lists mistakes of all sections, with any key in their paths', () => {
    const { readConfig, mistakes } = readModuleConfigs();
    const read = (root: string) =>
      readConfig(() => {
        throw createConfigError(root, [{ path, message: 'is wrong: no' }]);
      });
    expect(read('deployments.http')).toBeUndefined();
    expect(read('deployments.x')).toBeUndefined();
    expect(mistakes).toEqual([
      { path: written, message: 'is wrong: no' },
      { path: 'deployments.x.endpoints["a: b"].url', message: 'is wrong: no' },
    ]);
  });

  it('ignores values that are unknown here, and with lax what this machine lacks', () => {
    const { readConfig, mistakes } = readModuleConfigs({
      lax: true,
      isUnknown: it => it === written,
    });
    readConfig(() => {
      throw createConfigError(
        'deployments.http',
        [
          { path, message: 'is wrong' },
          { path: ['endpoint'], message: 'unknown key' },
        ],
        [{ path: ['caFile'], message: 'is missing' }],
      );
    });
    expect(mistakes).toEqual([
      { path: 'deployments.http.endpoint', message: 'unknown key' },
    ]);
  });

  it('does not catch other errors', () => {
    const { readConfig } = readModuleConfigs();
    expect(() =>
      readConfig(() => {
        throw new Error('broken');
      }),
    ).toThrow('broken');
  });
});
