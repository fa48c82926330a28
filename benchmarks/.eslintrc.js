const config = require('@backstage/cli/config/eslint-factory')(__dirname);

module.exports = {
  ...config,
  rules: {
    ...config.rules,
    // Nobody installs this package: it may use the repository's scripts, and ask the pipeline what events mean.
    '@backstage/no-relative-monorepo-imports': 'off',
  },
};
