import type { createInlineStart as original } from '../../../plugins/deployments-backend/src/execution/inlineStart';

/** Queues each deployment, so that it is claimed and starts at its start gate. */
export const createInlineStart: typeof original = () => ({
  offer: () => undefined,
  takeClaim: () => undefined,
});
