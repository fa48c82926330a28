import type { PersonCommand } from '../commands';

/**
 * Whether a person must answer for a command: the permission framework lets every service through, so that these take a
 * user's credentials whatever it says. What stops or undoes a deployment, e.g. when an alert fires, a service may ask
 * for as well. A command that is added here has to say which it is.
 */
const IS_PERSONS_DECISION: Record<PersonCommand['type'], boolean> = {
  approve: true,
  reject: true,
  decide: true,
  skipStep: true,
  override: true,
  abandon: true,
  pause: false,
  resume: false,
  cancel: false,
  rollback: false,
  retryStep: false,
};

export function isPersonsDecision(type: PersonCommand['type']): boolean {
  return IS_PERSONS_DECISION[type];
}

/** Whether a command is one of those that people send, rather than the engine. */
export function comesFromPerson(type: string): boolean {
  return Object.hasOwn(IS_PERSONS_DECISION, type);
}
