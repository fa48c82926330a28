import { EffectError, type ServiceEnvironment } from '../request';

/**
 * Creates the error of an effect that was not sent, because the target's settings for a service in an environment are invalid.
 *
 * @param mistakes - One sentence each, starting with the key.
 * @returns EffectError `invalid_settings`
 * @public
 */
export function createSettingsError(
  { service, environment }: Pick<ServiceEnvironment, 'service' | 'environment'>,
  mistakes: readonly string[],
): EffectError {
  return new EffectError(
    `The settings of ${service} in ${
      environment.name
    } are invalid: ${mistakes.join('; ')}`,
    { code: 'invalid_settings', retryable: false, notSent: true },
  );
}
