import type { NotificationService } from '@backstage/plugin-notifications-node';
import { parseEntityRef } from '@backstage/catalog-model';
import type { JsonObject } from '@backstage/types';
import type {
  StepKind,
  StepRequest,
  StepResult,
} from '@slipway/backstage-plugin-deployments-node';
import { z } from 'zod';
import { findRequestProblems } from '../outbound/findRequestProblems';
import { sendRequest, withoutQuery } from '../outbound/sendRequest';
import { configuredUrl } from '../outbound/configuredUrl';
import { say } from '../domain/text/say';
import { describeBySaying } from './sayingStepKind';

const schema = z
  .strictObject({
    message: z.string().min(1).max(2000),
    /** Entity refs of users and groups. */
    to: z.array(z.string().min(1)).min(1).optional(),
    webhook: z
      .strictObject({
        url: configuredUrl,
        headers: z.record(z.string(), z.string()).default({}),
      })
      .optional(),
  })
  .refine(({ to, webhook }) => to !== undefined || webhook !== undefined, {
    message: 'has no recipient: it needs "to", "webhook" or both',
  });

/** Sends a message to people or to another system. */
export function createNotifyStep(options: {
  notifications: NotificationService;
}): StepKind<z.infer<typeof schema>> {
  return describeBySaying<z.infer<typeof schema>>({
    id: 'notify',
    schema,
    timeoutMs: 60_000,
    changes: () => 'none',
    say: ({ to, webhook }) => [
      say('step_notify', {
        recipients: [
          ...(to ?? []),
          ...(webhook ? [withoutQuery(webhook.url)] : []),
        ].join(', '),
      }),
    ],
    findProblems: ({ webhook }) =>
      webhook
        ? findRequestProblems('webhook', { ...webhook, method: 'POST' })
        : [],
    async start(request) {
      const { with: settings, service, version, environment } = request;
      const { name } = parseEntityRef(service);
      const written = readKept(request.kept);
      const first = written ?? { message: settings.message, told: [] };
      if (settings.to && !first.told.includes('people')) {
        await options.notifications.send({
          recipients: { type: 'entity', entityRef: settings.to },
          payload: {
            title: `${name} ${version.name} in ${environment.name}`,
            description: first.message,
            link: `/deployments/${request.deploymentId}`,
            topic: 'deployments',
            // Backstage replaces a notification with the same scope, so a repeat after a crash shows only once.
            scope: formatMessageKey(request, 'people'),
          },
        });
        return settings.webhook
          ? continueWith({ ...first, told: [...first.told, 'people'] })
          : { state: 'succeeded' };
      }
      if (settings.webhook && !written) {
        // Store the body before sending it: the receiver may compare the bodies of requests with the same key.
        return continueWith(first);
      }
      if (settings.webhook) {
        const response = await sendRequest({
          method: 'POST',
          url: settings.webhook.url,
          headers: {
            ...settings.webhook.headers,
            'idempotency-key': formatMessageKey(request, 'webhook'),
          },
          body: {
            message: first.message,
            deploymentId: request.deploymentId,
            service,
            environment: environment.name,
            version: version.name,
            artifact: version.artifact,
          },
          signal: request.signal,
        });
        if (response.result !== 'answered' || response.status >= 300) {
          const outcome =
            response.result === 'answered'
              ? `HTTP ${response.status}`
              : response.message;
          return {
            state: 'failed',
            error: {
              code: 'webhook',
              message: `The webhook did not accept the message: ${outcome}`,
            },
            retryable: true,
          };
        }
      }
      return { state: 'succeeded' };
    },
    poll(request) {
      return this.start(request);
    },
    async cancel() {
      return 'cancelled';
    },
  });
}

/** The message and the recipients that have received it, kept over all attempts. */
const keptShape = z.object({ message: z.string(), told: z.array(z.string()) });
type Kept = z.infer<typeof keptShape>;

function readKept(value: JsonObject | undefined): Kept | undefined {
  return keptShape.safeParse(value).data;
}

function continueWith(kept: Kept): StepResult {
  return { state: 'running', handle: { kept }, pollAfterMs: 0 };
}

/**
 * The key of a message. The attempt is not part of it, so that each recipient gets one message per step, however often
 * it is tried.
 */
function formatMessageKey(
  { deploymentId, stepId }: Pick<StepRequest, 'deploymentId' | 'stepId'>,
  recipient: 'people' | 'webhook',
): string {
  return `${deploymentId}/${stepId}/${recipient}`;
}
