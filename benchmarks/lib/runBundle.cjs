// @ts-check
/**
 * `node runBundle.cjs <bundle> [arguments]`: runs a bundle with the code cache of an earlier run, or creates the cache.
 * Most of the start time is spent on compiling.
 */
const { existsSync, readFileSync, renameSync, writeFileSync } = require('fs');
const Module = require('module');
const { dirname } = require('path');
const { constants, Script } = require('vm');

// The bundle sees only itself and its own arguments.
process.argv.splice(1, 1);
const bundle = process.argv[1] ?? '';
const cache = `${bundle}.cache`;
/** The cache contains the functions that were compiled until then, so it is written when most of them have been. */
const CACHE_AFTER_MS = 4_000;

const script = new Script(Module.wrap(readFileSync(bundle, 'utf8')), {
  filename: bundle,
  ...(existsSync(cache) ? { cachedData: readFileSync(cache) } : {}),
  importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
});
if (!existsSync(cache)) {
  setTimeout(() => {
    const own = `${cache}-${process.pid}`;
    writeFileSync(own, script.createCachedData());
    renameSync(own, cache);
  }, CACHE_AFTER_MS).unref();
}

const main = new Module(bundle);
main.filename = bundle;
script.runInThisContext()(
  main.exports,
  Module.createRequire(bundle),
  main,
  bundle,
  dirname(bundle),
);
