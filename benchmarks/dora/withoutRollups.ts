/** Takes the place of `createMetricReader`, to compute everything from the rows. */
export { createRowReader as createMetricReader } from '../../plugins/deployments-backend/src/deliveryMetrics/queries/rowReader';
