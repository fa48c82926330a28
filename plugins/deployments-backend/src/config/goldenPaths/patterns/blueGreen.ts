import type { JsonObject } from '@backstage/types';

/** Starts the new version next to the old one, switches all traffic, and keeps the old one until the checks passed. */
export const blueGreen: JsonObject = {
  steps: [
    {
      id: 'bring-up',
      title: 'Bring up beside',
      use: 'deploy',
      with: { strategy: 'blue-green' },
    },
    {
      id: 'switch',
      title: 'Switch traffic',
      use: 'traffic',
      with: { weight: 100 },
    },
    { id: 'verify', title: 'Verify', use: 'check', with: { for: '5m' } },
    { id: 'retire', title: 'Retire the old version', use: 'finalize' },
  ],
  onFailure: 'rollback',
};
