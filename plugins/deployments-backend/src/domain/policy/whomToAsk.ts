import type { Blocker } from '@slipway/backstage-plugin-deployments-common';
import type { ContactsModel } from '../model/deploymentsModel';

/**
 * Whom to ask about a blocker: whoever is known to have to do with it, then those that app-config names for its kind, by
 * the environment first.
 *
 * @param known - entity refs and other principals; services cannot be asked
 * @param contacts - of the environment, then of the portal
 */
export function whomToAsk(
  { kind }: Pick<Blocker, 'kind'>,
  known: readonly (string | undefined)[],
  contacts: readonly (ContactsModel | undefined)[],
): Pick<Blocker, 'ask' | 'askUrl'> {
  const named =
    kind === 'approval'
      ? undefined
      : contacts.map(each => each?.[kind] ?? each?.default).find(Boolean);
  const ask = [
    ...new Set([...known.filter(isSomebody), ...(named?.ask ?? [])]),
  ];
  return {
    ...(ask.length > 0 ? { ask } : {}),
    ...(named?.url === undefined ? {} : { askUrl: named.url }),
  };
}

/** A user or a group. */
export function isSomebody(ref: string | undefined): ref is string {
  return ref !== undefined && /^(user|group):/i.test(ref);
}
