import type { components } from './generated/api';

/**
 * The schemas of the OpenAPI document, by name.
 *
 * @public
 */
export type Schemas = components['schemas'];
