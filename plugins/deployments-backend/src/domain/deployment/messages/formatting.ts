import type { DeploymentState } from '../state';
import type { StepDefinition } from '../snapshot';

/** Name of a service as people say it: `component:default/checkout` is `checkout`. */
function serviceName(state: Pick<DeploymentState, 'service'>): string {
  return nameOfRef(state.service);
}

export function nameOfRef(ref: string): string {
  return ref.slice(ref.lastIndexOf('/') + 1);
}

export function versionName(state: Pick<DeploymentState, 'version'>): string {
  return state.version.name;
}

/** `checkout in production`. */
export function serviceEnvironment(
  state: Pick<DeploymentState, 'service' | 'environment'>,
): string {
  return `${serviceName(state)} in ${state.environment}`;
}

/** A step's title in quotes, so that a sentence around it can be read. */
export function quote(step: Pick<StepDefinition, 'title'>): string {
  return `“${step.title}”`;
}

/** Ends a text that came from elsewhere as a sentence. */
export function sentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

/** `a`, `a and b`, `a, b and c`. */
export function list(names: readonly string[], word = 'and'): string {
  const last = names[names.length - 1];
  if (names.length < 2 || last === undefined) {
    return last ?? '';
  }
  return `${names.slice(0, -1).join(', ')} ${word} ${last}`;
}

/** `a`, `a or b`, `a, b or c`. */
export function orList(names: readonly string[]): string {
  return list(names, 'or');
}

/** A button's label within a sentence: `Stop 1.5.2` is `stop 1.5.2`. */
export function inSentence(label: string): string {
  return label.charAt(0).toLowerCase() + label.slice(1);
}

/** Times in messages are UTC to the minute: a message is stored, and read in many zones. */
export function utcMinute(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
