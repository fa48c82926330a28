import { createDurationSchema } from '@slipway/backstage-plugin-deployments-node/config';

/** Parses a duration into milliseconds. */
export const duration = createDurationSchema();

/** Parses a duration longer than 0 into milliseconds. */
export const positiveDuration = duration.refine(
  milliseconds => milliseconds > 0,
  { message: 'must be longer than 0' },
);
