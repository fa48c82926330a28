const config = require('@backstage/cli/config/eslint-factory')(__dirname);

module.exports = {
  ...config,
  rules: {
    ...config.rules,
    // This package is never published, so it may import the repository's scripts and the backend's sources.
    '@backstage/no-relative-monorepo-imports': 'off',
  },
  overrides: [
    ...config.overrides,
    {
      // The peer has dependencies of its own, in its folder.
      files: ['engine/peer/**'],
      rules: { '@backstage/no-undeclared-imports': 'off' },
    },
  ],
};
