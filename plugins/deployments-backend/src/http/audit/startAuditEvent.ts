import type {
  AuditorService,
  AuditorServiceCreateEventOptions,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';

export interface AuditDeps {
  auditor: AuditorService;
  logger: LoggerService;
}

/** An audit event that has been started, and ends in one of two ways. */
export interface StartedAuditEvent {
  succeed(meta?: JsonObject): Promise<void>;
  /** @param message - must contain nothing that the caller sent */
  fail(message: string, meta?: JsonObject): Promise<void>;
}

/**
 * Starts an event of Backstage's auditor. Never throws: the plugin's own audit trail is written in the transaction of
 * each change, so a failure of the auditor is only logged.
 */
export async function startAuditEvent(
  { auditor, logger }: AuditDeps,
  options: Omit<AuditorServiceCreateEventOptions, 'severityLevel'>,
): Promise<StartedAuditEvent> {
  const attempt = async <T>(write: () => Promise<T>) => {
    try {
      return await write();
    } catch (error) {
      logger.error(
        `The audit event ${options.eventId} could not be written`,
        error as Error,
      );
      return undefined;
    }
  };
  const event = await attempt(() =>
    // By Backstage's definition, the level of all write endpoints.
    auditor.createEvent({ ...options, severityLevel: 'medium' }),
  );
  return {
    succeed: async meta => {
      await attempt(async () => event?.success({ meta }));
    },
    fail: async (message, meta) => {
      const error = new Error(message);
      // It would only show this file.
      error.stack = undefined;
      await attempt(async () => event?.fail({ error, meta }));
    },
  };
}
