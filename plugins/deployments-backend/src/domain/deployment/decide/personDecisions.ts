import type { PersonCommand } from '../commands';

/**
 * Whether a command needs a user's credentials. The permission framework allows services to do everything, so these commands
 * are refused to services separately. Services may stop or undo a deployment, for example after an alert. The type requires
 * an entry for every command.
 */
const IS_PERSONS_DECISION: Record<PersonCommand['type'], boolean> = {
  approve: true,
  reject: true,
  decide: true,
  skipStep: true,
  override: true,
  abandon: true,
  promote: true,
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

/** Whether a command comes from a person, through the API, and not from the engine. */
export function comesFromPerson(type: string): boolean {
  return Object.hasOwn(IS_PERSONS_DECISION, type);
}
