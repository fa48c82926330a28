import type { NotificationService } from '@backstage/plugin-notifications-node';
import { parseEntityRef } from '@backstage/catalog-model';
import type { StepKind } from '@slipway/backstage-plugin-deployments-node';
import { z } from 'zod';
import { send, withoutQuery } from './http/send';
import { configuredUrl } from './http/urls';

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
    message: 'tells nobody: it needs "to", "webhook" or both',
  });

/** Tells persons, or another system, how far the deployment is. */
export function createNotifyStep(options: {
  notifications: NotificationService;
}): StepKind<z.infer<typeof schema>> {
  return {
    id: 'notify',
    schema,
    timeoutMs: 60_000,
    changes: () => 'none',
    describe: ({ to, webhook }) =>
      `Tell ${[
        ...(to ?? []),
        ...(webhook ? [withoutQuery(webhook.url)] : []),
      ].join(', ')}`,
    async start(request) {
      const { with: settings, service, version, environment } = request;
      const { name } = parseEntityRef(service);
      if (settings.to) {
        await options.notifications.send({
          recipients: { type: 'entity', entityRef: settings.to },
          payload: {
            title: `${name} ${version.name} in ${environment.name}`,
            description: settings.message,
            link: `/deployments/${request.deploymentId}`,
            topic: 'deployments',
            // Told again after a crash, it takes the place of the first.
            scope: request.idempotencyKey,
          },
        });
      }
      if (settings.webhook) {
        const answer = await send({
          method: 'POST',
          url: settings.webhook.url,
          headers: {
            ...settings.webhook.headers,
            'idempotency-key': request.idempotencyKey,
          },
          body: {
            message: settings.message,
            deploymentId: request.deploymentId,
            service,
            environment: environment.name,
            version: version.name,
            artifact: version.artifact,
          },
          signal: request.signal,
        });
        if (answer.result !== 'answered' || answer.status >= 300) {
          const said =
            answer.result === 'answered'
              ? `HTTP ${answer.status}`
              : answer.message;
          return {
            state: 'failed',
            error: {
              code: 'webhook',
              message: `The webhook was not taken: ${said}`,
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
  };
}
