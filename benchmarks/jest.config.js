/**
 * Backstage's own configuration looks for tests in `src`; the folders here are what this package is about.
 */
module.exports = {
  rootDir: __dirname,
  displayName: 'benchmarks',
  testEnvironment: 'node',
  testMatch: ['<rootDir>/*/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/dist/'],
  moduleFileExtensions: ['ts', 'mjs', 'cjs', 'js', 'json', 'node'],
  transform: {
    '\\.(mjs|cjs|js|ts)$': [
      require.resolve('@backstage/cli/config/jestSwcTransform'),
      {
        module: { ignoreDynamic: true, exportInteropAnnotation: true },
        jsc: { parser: { syntax: 'typescript' } },
      },
    ],
  },
};
