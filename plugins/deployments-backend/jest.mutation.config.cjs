/* Jest as the CLI sets it up, for the mutation tests of scripts/mutation.mjs: only the tests of the room. */
const path = require('node:path');

module.exports = async () => {
  const { ROOMS } = await import(
    path.join(
      process.env.SLIPWAY_ROOT ?? path.resolve(__dirname, '../..'),
      'scripts/lib/mutationRooms.mjs',
    )
  );
  const config = await require('@backstage/cli/config/jest');
  return {
    ...config,
    rootDir: __dirname,
    roots: [path.join(__dirname, 'src')],
    testMatch: ROOMS[process.env.SLIPWAY_MUTATION_ROOM].tests.map(pattern =>
      path.join(__dirname, pattern),
    ),
    testEnvironment: '@stryker-mutator/jest-runner/jest-env/node',
    // Stryker counts coverage itself.
    collectCoverageFrom: undefined,
    coverageProvider: undefined,
    testTimeout: 30_000,
  };
};
