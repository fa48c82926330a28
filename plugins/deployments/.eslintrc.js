module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  // The frontend shares only @slipway/backstage-plugin-deployments-common with
  // the backend.
  restrictedImportPatterns: [
    '@backstage/backend-*',
    '@backstage/plugin-*-backend',
    '@backstage/plugin-*-backend-*',
    '@backstage/plugin-*-node',
    '@slipway/*-backend',
    '@slipway/*-backend-*',
    '@slipway/*-node',
  ],
  restrictedSrcImports: [
    {
      name: '@slipway/backstage-plugin-deployments-common',
      importNames: ['formatDuration', 'formatValue', 'formatWeight'],
      message:
        "Import it from shared/format/value, which uses the reader's locale and keeps numbers and units on one line.",
    },
  ],
});
