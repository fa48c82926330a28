import {
  EffectError,
  type DeploymentTarget,
  type ServiceEnvironment,
} from '@slipway/backstage-plugin-deployments-node';
import { validateTargetSettings } from '../config/targetSettings';
import type { LocalSupervisor } from './localSupervisor';

/**
 * Creates the target provider `local`, which runs services as processes on this machine, each behind its own proxy.
 *
 * @param supervisor - `undefined` if the target is not configured; all calls then fail with `not_configured`.
 */
export function createLocalTarget(
  supervisor: LocalSupervisor | undefined,
): DeploymentTarget {
  const find = async ({ service, environment }: ServiceEnvironment) => {
    if (!supervisor) {
      throw new EffectError(
        'The local target is not configured: add deployments.local to the configuration',
        { code: 'not_configured', retryable: false },
      );
    }
    return supervisor.getServiceEnvironment({
      service,
      environment: environment.name,
    });
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
      'distribution',
      'sticky',
      'match',
      'mirror',
      'fresh-baseline',
    ],
    validateSettings: settings =>
      validateTargetSettings(settings, supervisor?.settingsLimits),
    onChange: listener => supervisor?.onChange(listener) ?? (() => {}),
    observe: async request => (await find(request)).observe(),
    apply: async request => (await find(request)).apply(request),
    poll: async request => (await find(request)).poll(request),
    setTraffic: async request => (await find(request)).setTraffic(request),
    finalize: async request => (await find(request)).finalize(request),
    abort: async request => (await find(request)).abort(request),
    cancel: async request => (await find(request)).cancel(request),
    remove: async request => (await find(request)).remove(request),
    measure: async request =>
      (await find(request)).measurements.measure(request),
    measureDistribution: async request =>
      (await find(request)).measurements.measureDistribution(request),
    sampleFailures: async request =>
      (await find(request)).sampleFailures(request),
    compareMirrored: async request =>
      (await find(request)).measurements.compareMirrored(request.candidate.id),
  };
}
