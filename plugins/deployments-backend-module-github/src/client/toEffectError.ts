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
        message: `${host} is limiting requests for another ${Math.ceil(
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
        message: `${host} rejected the credential in integrations.github (${message}). It may have expired: renew it.`,
        retryable: true,
      };
    case 403:
      return {
        code: 'forbidden',
        message: `The credential in integrations.github is not allowed to ${attempted} in ${repository} (${message}). It needs the permission "${permission}".`,
        retryable: false,
      };
    case 404:
      return {
        code: 'not_found',
        message: `Slipway can't ${attempted} in ${repository}, because ${host} didn't find it. Either it doesn't exist, or the credential in integrations.github can't read it.`,
        retryable: false,
      };
    default:
      return failure.status >= 500
        ? {
            code: 'unreachable',
            message: `${host} responded with a server error (${failure.status}): ${message}`,
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
