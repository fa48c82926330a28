import type { DeploymentKind } from '@slipway/backstage-plugin-deployments-common';
import type { DeploymentState } from '../deployment/state';

type Subject = Pick<DeploymentState, 'kind' | 'version'>;

/** The most characters of a cause in a title. */
const MAX_CAUSE = 140;

/** What a sentence about a deployment is about, e.g. `{service} 1.5.0` or `The restart of {service}`. */
export function describeSubject({ kind, version }: Subject): string {
  switch (kind) {
    case 'deploy':
      return `{service} ${version.name}`;
    case 'rollback':
      return `The rollback of {service} to ${version.name}`;
    case 'restart':
      return 'The restart of {service}';
    case 'remove':
      return 'The removal of {service}';
    default:
      return throwUnknown(kind);
  }
}

/** A subject within a sentence, e.g. `the restart of {service}`. */
export function inSentence(subject: string): string {
  return subject.replace(/^The /, 'the ');
}

/** What a person approves, e.g. `{service} 1.5.0 for {environment}`. */
export function describePlanned(state: Subject): string {
  const subject = describeSubject(state);
  return state.kind === 'deploy'
    ? `${subject} for {environment}`
    : `${inSentence(subject)} in {environment}`;
}

/** What users get now that a deployment has succeeded. */
export function describeSuccess({ kind, version }: Subject): string {
  switch (kind) {
    case 'deploy':
      return `{service} ${version.name} is live in {environment}`;
    case 'rollback':
      return `{service} is back on ${version.name} in {environment}`;
    case 'restart':
      return '{service} was restarted in {environment}';
    case 'remove':
      return '{service} was removed from {environment}';
    default:
      return throwUnknown(kind);
  }
}

/**
 * A cause at the end of a title: the first sentence of a message, without the name of the step that failed, and not as a
 * sentence of its own.
 */
export function describeCause(message: string | undefined): string {
  const [, cause = ''] =
    /^(?:“[^”]*” failed(?:: |\.|$))?(.*?)(?:[.!?…](?:\s|$)|$)/.exec(
      message ?? '',
    ) ?? [];
  if (cause === '') {
    return '';
  }
  return `: ${
    cause.length > MAX_CAUSE ? `${cause.slice(0, MAX_CAUSE - 1)}…` : cause
  }`;
}

function throwUnknown(kind: never): never {
  throw new Error(`Unknown kind ${String(kind as DeploymentKind)}`);
}
