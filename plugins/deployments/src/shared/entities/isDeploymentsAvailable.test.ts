import * as plugin from '../../index';
import * as legacyPlugin from '../../legacy';
import { isDeploymentsAvailable } from './isDeploymentsAvailable';

it.each([
  ['Component', true],
  ['component', true],
  ['API', false],
  ['System', false],
  ['Group', false],
])('says for the kind %s: %s', (kind, available) => {
  expect(
    isDeploymentsAvailable({
      apiVersion: 'backstage.io/v1alpha1',
      kind,
      metadata: { name: 'checkout' },
    }),
  ).toBe(available);
});

it.each([
  ['the package', plugin],
  ['its classic entry point', legacyPlugin],
])('is exported by %s', (_name, exports) => {
  expect(exports.isDeploymentsAvailable).toBe(isDeploymentsAvailable);
});
