import type { Blocker } from '@slipway/backstage-plugin-deployments-common';
import type { ContactsModel } from '../model/deploymentsModel';

/**
 * Returns whom to ask about a blocker: the people responsible for it, then the contacts that app-config names for its kind.
 * An environment's contacts take precedence over the portal's.
 *
 * @param responsible - principals responsible for the blocker; only users and groups are used
 * @param contacts - the environment's contacts, then the portal's
 */
export function whomToAsk(
  { kind }: Pick<Blocker, 'kind'>,
  responsible: readonly (string | undefined)[],
  contacts: readonly (ContactsModel | undefined)[],
): Pick<Blocker, 'ask' | 'askUrl'> {
  const named =
    kind === 'approval'
      ? undefined
      : contacts.map(each => each?.[kind] ?? each?.default).find(Boolean);
  const ask = [
    ...new Set([...responsible.filter(isUserOrGroup), ...(named?.ask ?? [])]),
  ];
  return {
    ...(ask.length > 0 ? { ask } : {}),
    ...(named?.url === undefined ? {} : { askUrl: named.url }),
  };
}

/** Whether an entity ref names a user or a group. */
export function isUserOrGroup(ref: string | undefined): ref is string {
  return ref !== undefined && /^(user|group):/i.test(ref);
}
