import type { JsonObject } from '@backstage/types';

/** Gives the version a tenth of the traffic, watches it, gives it the rest, and keeps the old one until it is well. */
export const canary: JsonObject = {
  steps: [
    {
      id: 'canary',
      title: 'Canary',
      use: 'deploy',
      with: { strategy: 'canary', weight: 10 },
    },
    { id: 'watch', title: 'Watch', use: 'check', with: { for: '5m' } },
    {
      id: 'shift',
      title: 'Shift all traffic',
      use: 'traffic',
      with: { weight: 100 },
    },
    { id: 'verify', title: 'Verify', use: 'check', with: { for: '5m' } },
    { id: 'retire', title: 'Retire the old version', use: 'finalize' },
  ],
  onFailure: 'rollback',
};
