import type { AuthService } from '@backstage/backend-plugin-api';
import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import type { JsonObject } from '@backstage/types';
import { type AuditDeps, startAuditEvent } from '../http/audit/startAuditEvent';

/** Wraps a registry, so that each call of an action that changes something is reported to Backstage's auditor. */
export function auditActions(
  registry: ActionsRegistryService,
  deps: AuditDeps & { auth: AuthService },
): ActionsRegistryService {
  return {
    register(options) {
      if (options.attributes?.readOnly) {
        registry.register(options);
        return;
      }
      registry.register({
        ...options,
        async action(context) {
          const event = await startAuditEvent(deps, {
            eventId: `action-${options.name}`,
            meta: {
              ...readSubject(context.input),
              // Without a request, the auditor takes the plugin itself for the actor.
              user: readUser(deps.auth, context.credentials),
            },
          });
          try {
            const result = await options.action(context);
            await event.succeed();
            return result;
          } catch (error) {
            // Messages can contain what the caller sent.
            await event.fail(error instanceof Error ? error.name : 'Error');
            throw error;
          }
        },
      });
    },
  };
}

function readSubject(input: unknown): JsonObject {
  const { service, environment } = input as Record<string, string | undefined>;
  return { service, environment };
}

function readUser(
  auth: AuthService,
  credentials: Parameters<AuthService['isPrincipal']>[0],
): string {
  return auth.isPrincipal(credentials, 'user')
    ? credentials.principal.userEntityRef
    : 'none';
}
