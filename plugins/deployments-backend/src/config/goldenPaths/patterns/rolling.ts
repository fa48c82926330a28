import type { JsonObject } from '@backstage/types';

/** Replaces the running version, then checks the new one. Works with every target. */
export const rolling: JsonObject = {
  steps: [
    {
      id: 'deploy',
      title: 'Deploy',
      use: 'deploy',
      with: { strategy: 'rolling' },
    },
    { id: 'verify', title: 'Verify', use: 'check', with: { for: '2m' } },
    { id: 'retire', title: 'Retire the old version', use: 'finalize' },
  ],
  onFailure: 'rollback',
};
