import { z } from 'zod';
import type { ConfigPath } from '@slipway/backstage-plugin-deployments-node/config';
import { readApprovers } from './readApprovals';
import type { Mistakes } from '../schema/mistakes';
import type { ContactsModel } from '../../domain/model/deploymentsModel';
import { isRecord, readShape, withoutNulls } from '../schema/shape';

const contact = z
  .strictObject({
    ask: z.array(z.string()).default([]),
    url: z
      .url({
        protocol: /^https?$|^mailto$/,
        message:
          'is not an address; expected one that starts with https:, http: or mailto:',
      })
      .optional(),
  })
  .refine(({ ask, url }) => ask.length > 0 || url !== undefined, {
    message: 'names nobody; expected "ask", "url" or both',
  })
  .optional();

/** Contacts by kind of blocker, and `default` for the other kinds. Approvals have none, because their rules name people. */
const contactsShape = z.strictObject({
  default: contact,
  slot: contact,
  window: contact,
  schedule: contact,
  promotion: contact,
  soak: contact,
  hold: contact,
  drift: contact,
  quarantine: contact,
  unobserved: contact,
  paused: contact,
  decision: contact,
  unknown_outcome: contact,
  external: contact,
  condition: contact,
});

/** Reads `contacts` of the portal or of an environment. */
export function readContacts(
  value: unknown,
  path: ConfigPath,
  mistakes: Mistakes,
): ContactsModel {
  const read = readShape(
    contactsShape,
    isRecord(value) ? withoutNulls(value) : value ?? {},
    path,
    mistakes,
  );
  return Object.fromEntries(
    Object.entries(read ?? {}).flatMap(([kind, given]) =>
      given
        ? [
            [
              kind,
              {
                ...given,
                ask: readApprovers(given.ask, [...path, kind, 'ask'], mistakes),
              },
            ],
          ]
        : [],
    ),
  );
}
