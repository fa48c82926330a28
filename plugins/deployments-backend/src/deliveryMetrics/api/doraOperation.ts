import type { DoraOperations } from '@slipway/backstage-plugin-deployments-common';
import { createOperationFactory } from '../../http/operation';

/** An operation of the document of the delivery metrics. */
export const doraOperation = createOperationFactory<DoraOperations>();
