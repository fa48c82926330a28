import type { ServiceEnvironmentCondition } from '../domain/model/serviceEnvironment';
import {
  type ServiceEnvironmentResource,
  meets,
} from './serviceEnvironmentResource';

const checkout: ServiceEnvironmentResource = {
  service: 'component:default/checkout',
  owners: ['group:default/payments'],
  environment: { name: 'production', tier: 'production' },
};
const alone: ServiceEnvironmentResource = {
  ...checkout,
  environment: undefined,
};

describe('meets', () => {
  it.each<
    [string, ServiceEnvironmentResource, ServiceEnvironmentCondition, boolean]
  >([
    ['owner', checkout, { ownerIn: ['group:default/payments'] }, true],
    ['another owner', checkout, { ownerIn: ['group:default/x'] }, false],
    ['no owner', { ...checkout, owners: [] }, { ownerIn: [] }, false],
    ['service', checkout, { serviceIn: [checkout.service] }, true],
    ['environment', checkout, { environmentIn: ['production'] }, true],
    ['tier', checkout, { tierIn: ['staging'] }, false],
    ['not tier', checkout, { not: { tierIn: ['staging'] } }, true],
    [
      'all',
      checkout,
      { allOf: [{ tierIn: ['production'] }, { ownerIn: ['group:x'] }] },
      false,
    ],
    [
      'any',
      checkout,
      { anyOf: [{ tierIn: ['production'] }, { ownerIn: ['group:x'] }] },
      true,
    ],
    ['an empty anyOf', checkout, { anyOf: [] }, false],
    [
      'environment, of a service alone',
      alone,
      { environmentIn: ['production'] },
      false,
    ],
    ['tier, of a service alone', alone, { tierIn: ['production'] }, false],
  ])('%s', (_, serviceEnvironment, condition, expected) => {
    expect(meets(serviceEnvironment, condition)).toBe(expected);
  });
});
