import type { DoraOperations } from '@slipway/backstage-plugin-deployments-common';
import { createOperationFactory } from '../../http/operation';

/** Registers an operation of the delivery metrics' OpenAPI document. */
export const doraOperation = createOperationFactory<DoraOperations>();
