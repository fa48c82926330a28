/**
 * Shared by all benchmarks: a PostgreSQL server, replicas as real processes, a client of their API, and printing of
 * results. A benchmark is a folder next to this one, with
 *
 * - an entry for its replicas that calls `runReplica` of `./replicaBackend` with the features to measure (not exported
 *   here, because the harness itself needs no backend),
 * - a `main.ts`, run by `node benchmarks/run.mjs <folder> [options]`, which transpiles like Backstage's CLI.
 *
 * Everything that is started here is stopped when the process ends, even by Ctrl-C.
 */
export * from './bundle';
export * from './cleanUp';
export * from './client';
export * from './load';
export * from './machine';
export * from './persons';
export * from './pollUntil';
export * from './postgres';
export * from './quantiles';
export * from './replica';
export * from './replicaConfig';
export * from './table';
