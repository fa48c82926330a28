import type { JsonObject } from '@backstage/types';

/** Sends a tenth of the traffic to the new version, then all of it, and keeps the old version until the checks passed. */
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
