import { createDurationSchema } from '@slipway/backstage-plugin-deployments-node/config';

/** Parses a duration of Backstage into milliseconds, from one second to a day. */
export const durationSchema = createDurationSchema({ min: '1s', max: '24h' });
