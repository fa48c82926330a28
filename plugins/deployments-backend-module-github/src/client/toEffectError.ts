import {
  EffectError,
  type TargetProblemCode,
} from '@slipway/backstage-plugin-deployments-node';
import { GitHubError } from './gitHubError';

interface ExplainedError {
  code: TargetProblemCode | 'invalid';
  message: string;
  retryable: boolean;
}

/**
 * Explains why a request to GitHub failed, with what to do.
 *
 * @param attempted - What was tried, e.g. `read the runs of deploy.yml`.
 * @param permission - What the credential needs for it, e.g. `actions: write`.
 */
export function explainGitHubError(
  { failure, message }: GitHubError,
  {
    host,
    repository,
    attempted,
    permission,
  }: {
    host: string;
    repository: string;
    attempted: string;
    permission: string;
  },
): ExplainedError {
  switch (failure.kind) {
    case 'unreachable':
    case 'unanswered':
    case 'unreadable':
      return {
        code: 'unreachable',
        message: `Slipway can't ${attempted} in ${repository}: ${message}`,
        retryable: true,
      };
    case 'uncredentialed':
      return { code: 'unauthenticated', message, retryable: true };
    case 'rate_limited':
      return {
        code: 'rate_limited',
        message: `${host} asks to send fewer requests, for another ${Math.ceil(
          failure.retryAfterMs / 1000,
        )} s`,
        retryable: true,
      };
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
        message: `${host} does not accept the credential of integrations.github (${message}). It may have expired: renew it.`,
        retryable: true,
      };
    case 403:
      return {
        code: 'forbidden',
        message: `The credential of integrations.github may not ${attempted} in ${repository} (${message}). It needs the permission "${permission}".`,
        retryable: false,
      };
    case 404:
      return {
        code: 'not_found',
        message: `${host} does not find it: Slipway can't ${attempted} in ${repository}. Either it doesn't exist, or the credential of integrations.github may not read it.`,
        retryable: false,
      };
    default:
      return failure.status >= 500
        ? {
            code: 'unreachable',
            message: `${host} has an error of its own (${failure.status}): ${message}`,
            retryable: true,
          }
        : {
            code: 'invalid',
            message: `${host} refused to ${attempted} in ${repository}: ${message}`,
            retryable: false,
          };
  }
}

/** Turns a failed request into an error that says whether a retry can help. Other errors stay as they are. */
export function toEffectError(
  error: unknown,
  context: Parameters<typeof explainGitHubError>[1],
  { notSent }: { notSent: boolean },
): unknown {
  if (!(error instanceof GitHubError)) return error;
  const { message, code, retryable } = explainGitHubError(error, context);
  return new EffectError(message, { code, retryable, notSent, cause: error });
}
