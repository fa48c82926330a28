/**
 * What measurements share: a PostgreSQL server of their own, replicas as real processes, a client of their API, and how
 * figures are printed. A measurement is a folder beside this one, with
 *
 * - an entry for its replicas that calls `runReplica` of `./replicaBackend` with the features that it is about (not
 *   exported from here: the harness itself needs no backend),
 * - a `main.ts`, run by `node benchmarks/run.mjs <folder> [options]`, which transpiles as Backstage's CLI does.
 *
 * Everything that is started here is stopped when the process ends, also by Ctrl-C.
 */
export * from './bundle';
export * from './cleanUp';
export * from './client';
export * from './load';
export * from './machine';
export * from './persons';
export * from './postgres';
export * from './quantiles';
export * from './replica';
export * from './replicaConfig';
export * from './table';
