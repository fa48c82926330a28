import { EffectError } from '@slipway/backstage-plugin-deployments-node';
import type { ObjectMeta } from '../client/kubernetesObjects';
import { CONSENT } from './annotations';
import type { EffectContext } from './effectDecision';

/** Who wants to change a workload, and what to call the workload. */
export interface ConsentRequest {
  /** Entity ref. */
  service: string;
  /** Name of the environment. */
  environment: string;
  namespace: string;
  /** Kind of the object that is changed. Default: `Deployment`. */
  kind?: 'Deployment' | 'Service' | 'HTTPRoute';
  /** Name of the workload, or of the object of another kind. */
  workload: string;
  /** Whether the workload must already name the service environment. */
  requireConsent: boolean;
}

/** Says who wants to change a workload with an effect. */
export function toConsentRequest({
  service,
  environment,
  settings: { namespace, workload, requireConsent },
}: EffectContext): ConsentRequest {
  return {
    service,
    environment: environment.name,
    namespace,
    workload,
    requireConsent,
  };
}

/** Writes a service environment as the annotation does. */
export function formatConsent({
  service,
  environment,
}: Pick<ConsentRequest, 'service' | 'environment'>): string {
  return `${service}@${environment}`;
}

/** Returns the command that lets Slipway deploy the service environment to the workload. */
export function formatConsentCommand(request: ConsentRequest): string {
  const { kind = 'Deployment', workload, namespace } = request;
  return `kubectl annotate ${kind.toLowerCase()}/${workload} -n ${namespace} '${CONSENT}=${formatConsent(
    request,
  )}'`;
}

/** Says why the workload may not be changed; `undefined` if it may. */
export function findMissingConsent(
  { annotations }: ObjectMeta,
  request: ConsentRequest,
): string | undefined {
  const given = annotations?.[CONSENT];
  const wanted = formatConsent(request);
  const { kind = 'Deployment', workload, namespace } = request;
  const title = `${kind} ${workload} in namespace ${namespace}`;
  if (given === wanted) return undefined;
  if (given) {
    return `${title} belongs to ${given}, so ${wanted} can't be deployed to it. Choose another one in the target's settings, or change its annotation ${CONSENT}.`;
  }
  return request.requireConsent
    ? `${title} has not allowed Slipway to deploy ${wanted} to it. If it is the right one, allow it with: ${formatConsentCommand(
        request,
      )}`
    : undefined;
}

/** @throws EffectError `consent_missing`. */
export function checkConsent(
  metadata: ObjectMeta,
  request: ConsentRequest,
): void {
  const message = findMissingConsent(metadata, request);
  if (message) {
    throw new EffectError(message, {
      code: 'consent_missing',
      retryable: false,
    });
  }
}
