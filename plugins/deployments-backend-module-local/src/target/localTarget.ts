import {
  EffectError,
  type DeploymentTarget,
  type ServiceEnvironment,
} from '@slipway/backstage-plugin-deployments-node';
import { validatePlaceSettings } from '../config/targetSettings';
import type { LocalManager } from './localSupervisor';

/** The target provider `local`: services as processes of this machine, each behind a proxy of its own. */
export function createLocalTarget(
  manager: LocalManager | undefined,
): DeploymentTarget {
  const placeOf = async ({ service, environment }: ServiceEnvironment) => {
    if (!manager) {
      throw new EffectError(
        'The local target is not set up: add deployments.local to the configuration',
        { code: 'not_configured', retryable: false },
      );
    }
    return manager.place({ service, environment: environment.name });
  };

  return {
    id: 'local',
    capabilities: [
      'side-by-side',
      'weights',
      'restart',
      'remove',
      'fence',
      'measure',
    ],
    validateSettings: settings =>
      validatePlaceSettings(settings, manager?.allowedPorts),
    onChange: listener => manager?.onChange(listener) ?? (() => {}),
    observe: async place => (await placeOf(place)).observe(),
    apply: async request => (await placeOf(request)).apply(request),
    poll: async request => (await placeOf(request)).poll(request),
    setTraffic: async request => (await placeOf(request)).setTraffic(request),
    finalize: async request => (await placeOf(request)).finalize(request),
    abort: async request => (await placeOf(request)).abort(request),
    cancel: async request => (await placeOf(request)).cancel(request),
    remove: async request => (await placeOf(request)).remove(request),
    measure: async request => (await placeOf(request)).measure(request),
  };
}
