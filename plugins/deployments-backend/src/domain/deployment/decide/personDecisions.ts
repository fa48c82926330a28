import type { PersonCommand } from '../commands';

/**
 * Whether a command needs a user's credentials. The permission framework allows services everything, so these commands
 * are refused to services separately. Commands that stop or undo a deployment are open to services, e.g. for an alert.
 * The type makes sure that every new command is listed here.
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

/** Whether only a person, not a service, may send the command. */
export function isPersonsDecision(type: PersonCommand['type']): boolean {
  return IS_PERSONS_DECISION[type];
}

/** Whether a command is sent through the API, as opposed to by the engine. */
export function comesFromPerson(type: string): boolean {
  return Object.hasOwn(IS_PERSONS_DECISION, type);
}
