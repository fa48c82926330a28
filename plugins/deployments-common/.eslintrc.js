module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  // Both sides use this package, so it may depend on neither: no backend here.
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
