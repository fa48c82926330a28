import { EffectError } from '@slipway/backstage-plugin-deployments-node';
import type { ObjectMeta } from '../client/kubernetesObjects';
import {
  checkConsent,
  toConsentRequest,
  type ConsentRequest,
} from './checkConsent';
import type { EffectContext } from './effectDecision';
import { findManager } from './findManager';

/**
 * Checks that an object has allowed Slipway to change it, and that no other tool would revert the change.
 *
 * @returns Warnings for the log.
 * @throws EffectError `consent_missing` or `managed_elsewhere`.
 */
export function checkPermitted(
  {
    kind = 'Deployment',
    metadata,
  }: { kind?: string | undefined; metadata: ObjectMeta },
  context: EffectContext,
): string[] {
  checkConsent(metadata, {
    ...toConsentRequest(context),
    kind: kind as NonNullable<ConsentRequest['kind']>,
    workload: metadata.name,
  });
  const manager = findManager(metadata);
  if (!manager) return [];
  const title = `${kind} ${metadata.name}`;
  if (manager.reverts && !context.settings.allowManaged) {
    throw new EffectError(
      `${title} is managed by ${manager.name}, which would revert the change. Deploy through the tool's Git repository instead, or set allowManaged in the target's settings if the tool ignores the image.`,
      { code: 'managed_elsewhere', retryable: false },
    );
  }
  return [
    manager.reverts
      ? `${title} is managed by ${manager.name}, which may revert the change`
      : `${title} is managed by ${manager.name}: its next upgrade may revert the change`,
  ];
}
