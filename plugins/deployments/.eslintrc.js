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
});
