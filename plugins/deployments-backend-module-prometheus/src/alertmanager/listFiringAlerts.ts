import { HttpError } from '@slipway/backstage-plugin-deployments-node/http';
import { z } from 'zod';
import type { ApiClient } from '../client/apiClient';
import { formatMatchers, type AlertSettings } from './alertSettings';

/** An alert that is firing. */
export interface FiringAlert {
  /** The label `alertname`. */
  name: string;
  /** The label `severity`, if it has one. */
  severity?: string;
  /** The page of Prometheus that shows its expression. */
  url?: string;
}

const alertsSchema = z.array(
  z.object({
    labels: z.record(z.string(), z.string()),
    generatorURL: z.string().optional(),
  }),
);

const MAX_MESSAGE = 300;

/**
 * Lists the alerts that are firing and neither silenced nor inhibited.
 *
 * @throws Error if Alertmanager can't be asked. Messages start with the name of the instance.
 */
export async function listFiringAlerts(
  client: ApiClient,
  settings: AlertSettings,
  signal: AbortSignal,
): Promise<FiringAlert[]> {
  const params = new URLSearchParams({
    active: 'true',
    silenced: 'false',
    inhibited: 'false',
  });
  for (const matcher of formatMatchers(settings)) {
    params.append('filter', matcher);
  }
  const { status, body } = await client
    .send({ method: 'GET', path: '/api/v2/alerts', params }, signal)
    .catch((error: unknown) => {
      throw error instanceof HttpError && error.failure === 'unreadable'
        ? new Error(
            `${client.label} returned more than 1 MB of alerts. Name more labels, so that fewer match`,
            { cause: error },
          )
        : error;
    });
  if (status >= 400) {
    const reason =
      typeof body === 'string' ? `: ${body.slice(0, MAX_MESSAGE)}` : '';
    throw new Error(
      `${client.label} rejected the request (status ${status})${reason}`,
    );
  }
  const parsed = alertsSchema.safeParse(body);
  if (!parsed.success) {
    throw new Error(
      `${client.label} sent a response that doesn't match Alertmanager's API (version 2). Check its url in app-config`,
    );
  }
  return parsed.data.map(({ labels, generatorURL }) => ({
    name: labels.alertname ?? 'an alert without a name',
    ...(labels.severity ? { severity: labels.severity } : {}),
    ...(generatorURL ? { url: generatorURL } : {}),
  }));
}
