import type { JsonObject } from '@backstage/types';

/** Brings the version up beside the one that runs, switches all traffic at once, and keeps the old one until it is well. */
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
