/**
 * Types that are generated from the OpenAPI document. They have the shape that the generator gives them, so prefer the
 * named types of the main entry point.
 *
 * @packageDocumentation
 */
export type { components, operations, paths } from './generated/api';
export type { Schemas } from './schemas';
