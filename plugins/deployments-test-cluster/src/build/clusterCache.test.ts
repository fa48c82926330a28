import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPrograms, locateCache, locatePrograms } from './clusterCache';

describe('cache of the compiled programs', () => {
  const before = process.env.SLIPWAY_CLUSTER_CACHE;
  let cache: string;

  beforeEach(() => {
    cache = mkdtempSync(join(tmpdir(), 'slipway-cache-'));
    process.env.SLIPWAY_CLUSTER_CACHE = cache;
  });
  afterEach(() => {
    rmSync(cache, { recursive: true, force: true });
    if (before === undefined) delete process.env.SLIPWAY_CLUSTER_CACHE;
    else process.env.SLIPWAY_CLUSTER_CACHE = before;
  });

  it('is outside the checkout by default', () => {
    delete process.env.SLIPWAY_CLUSTER_CACHE;
    expect(locateCache()).toBe('/var/cache/slipway');
  });

  it('is named by version and recipe', () => {
    expect(locatePrograms()).toMatch(/\/kubernetes\/1\.20\.2-[0-9a-f]{12}$/);
    expect(locatePrograms().startsWith(cache)).toBe(true);
  });

  it('finds the programs once all of them are there', () => {
    const folder = locatePrograms();
    mkdirSync(folder, { recursive: true });
    const names = [
      'kube-apiserver',
      'kube-controller-manager',
      'kube-proxy',
      'kube-scheduler',
      'kubelet',
    ];
    for (const name of names) writeFileSync(join(folder, name), '');
    expect(findPrograms()).toBeUndefined();

    writeFileSync(join(folder, 'pause'), '');
    expect(findPrograms()).toBe(folder);
  });
});
