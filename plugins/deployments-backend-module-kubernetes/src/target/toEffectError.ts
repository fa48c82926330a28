import {
  EffectError,
  type TargetProblemCode,
} from '@slipway/backstage-plugin-deployments-node';
import { KubernetesError } from '../client/kubernetesError';

/** What was tried, for messages. */
export interface AttemptedRequest {
  cluster: string;
  namespace: string;
  /** e.g. `patch`. */
  verb: string;
  /** e.g. `deployments`. */
  resource: string;
  /** Name of the object, if it was about one. */
  name?: string;
}

/** What went wrong, in words and as a code. */
interface ExplainedError {
  code: TargetProblemCode | 'conflict' | 'invalid' | 'outcome_unknown';
  message: string;
  retryable: boolean;
}

/** Explains why a request to an API server failed. */
function explainKubernetesError(
  error: KubernetesError,
  attempted: AttemptedRequest,
): ExplainedError {
  const { cluster, namespace, verb, resource, name } = attempted;
  const { failure, message } = error;
  switch (failure.kind) {
    case 'unreachable':
      return {
        code: 'unreachable',
        message: `The cluster ${cluster} can't be reached: ${message}`,
        retryable: true,
      };
    case 'unanswered':
      return {
        code: 'unreachable',
        message: `The cluster ${cluster} does not respond: ${message}`,
        retryable: true,
      };
    // Usually the page of a proxy that the API server is away.
    case 'unreadable':
      return { code: 'unreachable', message, retryable: true };
    case 'rejected':
      break;
    default: {
      const unknown: never = failure;
      throw new Error(`Unknown failure ${JSON.stringify(unknown)}`);
    }
  }
  switch (failure.status) {
    case 401:
      return {
        code: 'unauthenticated',
        message: `The cluster ${cluster} does not accept the credential of deployments.kubernetes.clusters.${cluster}. It may have expired: renew it.`,
        // A new token can arrive in its file at any time.
        retryable: true,
      };
    case 403:
      return isMissingRight(message)
        ? {
            code: 'forbidden',
            message: `The credential of the cluster ${cluster} may not ${verb} ${resource} in namespace ${namespace}. Add to its role: {apiGroups: ["${findGroup(
              resource,
            )}"], resources: [${resource}], verbs: [${verb}]}`,
            retryable: false,
          }
        : {
            code: 'admission_denied',
            message: `The cluster ${cluster} refused the change: ${message}`,
            retryable: false,
          };
    case 404:
      if (failure.reason !== 'NotFound') {
        return {
          code: 'unreachable',
          message: `Something in front of the cluster ${cluster} responded with 404: ${message}`,
          retryable: true,
        };
      }
      return {
        code: 'not_found',
        message: `The cluster ${cluster} has no ${
          name ? `${resource} ${name}` : resource
        } in namespace ${namespace}. Create it first, or correct the target's settings.`,
        retryable: false,
      };
    case 409:
      return {
        code: 'conflict',
        message: `${resource} ${
          name ?? ''
        } in ${cluster} changed at the same time, several times in a row`,
        retryable: true,
      };
    case 429:
      return {
        code: 'rate_limited',
        message: `The cluster ${cluster} asks to send fewer requests`,
        retryable: true,
      };
    default:
      return failure.status >= 500
        ? {
            code: 'unreachable',
            message: `The cluster ${cluster} responded with a server error (${failure.status}): ${message}`,
            retryable: true,
          }
        : {
            code: /admission webhook|denied the request/i.test(message)
              ? 'admission_denied'
              : 'invalid',
            message: `The cluster ${cluster} refused the change (${failure.status}): ${message}`,
            retryable: false,
          };
  }
}

/** Turns a failure of a request into an error that says whether a retry can help. Other errors stay as they are. */
export function toEffectError(
  error: unknown,
  attempted: AttemptedRequest,
  options: { notSent: boolean },
): unknown {
  if (!(error instanceof KubernetesError)) return error;
  const { code, message, retryable } = explainKubernetesError(error, attempted);
  return new EffectError(message, {
    code,
    retryable,
    notSent: options.notSent,
    cause: error,
  });
}

/** Admission policies reject with the same status as missing rights do, but with their own words. */
function isMissingRight(message: string): boolean {
  return /cannot \w+ resource/.test(message) || message === '';
}

function findGroup(resource: string): string {
  switch (resource) {
    case 'deployments':
    case 'statefulsets':
    case 'replicasets':
      return 'apps';
    case 'rollouts':
      return 'argoproj.io';
    case 'endpointslices':
      return 'discovery.k8s.io';
    case 'httproutes':
      return 'gateway.networking.k8s.io';
    case 'horizontalpodautoscalers':
      return 'autoscaling';
    default:
      return '';
  }
}
