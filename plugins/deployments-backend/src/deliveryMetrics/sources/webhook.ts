import type { DoraSourceModel } from '../../domain/model/deploymentsModel';
import { unreadable } from '../ingestion/sourceEvents';
import { translateAlertmanager } from './alertmanager';
import { translateCdevent } from './cdevents';
import { readCloudEvents } from './cloudEvents';
import { translateGithub } from './github';
import { translatePagerduty } from './pagerduty';
import { textAt, valueAt } from './payload';
import { hasToken, isSignedByGithub, isSignedByPagerduty } from './signatures';
import type { Translation } from './translation';

/** Names in lower case. */
export type Headers = Record<string, string | string[] | undefined>;

/** Returns why a webhook is not authentic, or undefined if it is. */
export function explainRejection(
  source: DoraSourceModel,
  request: { headers: Headers; body: Buffer },
  secret: string,
): string | undefined {
  const { headers, body } = request;
  const header = (name: string) => headers[name]?.toString();
  switch (source.type) {
    case 'github':
      return isSignedByGithub(body, header('x-hub-signature-256'), secret)
        ? undefined
        : 'The header X-Hub-Signature-256 does not match the body: GitHub must have the same secret as app-config';
    case 'pagerduty':
      return isSignedByPagerduty(body, header('x-pagerduty-signature'), secret)
        ? undefined
        : 'The header X-PagerDuty-Signature does not match the body: app-config must have the secret that PagerDuty showed when the subscription was created';
    case 'alertmanager':
    case 'cdevents':
      return hasToken(header('authorization'), secret)
        ? undefined
        : 'The header Authorization does not contain the token of app-config: send "Bearer " and the token';
    default:
      throw new Error(`Unknown source ${source satisfies never}`);
  }
}

export type WebhookResult =
  | ({ result: 'translated' } & Translation)
  | { result: 'wrong'; reason: string };

/**
 * Translates a webhook.
 *
 * @param body - parsed JSON
 */
export function translateWebhook(
  source: DoraSourceModel,
  headers: Headers,
  body: unknown,
): WebhookResult {
  switch (source.type) {
    case 'github': {
      const event = headers['x-github-event']?.toString();
      return event === undefined
        ? { result: 'wrong', reason: 'the header X-GitHub-Event is missing' }
        : { result: 'translated', ...translateGithub(event, body, source) };
    }
    case 'pagerduty':
      return textAt(body, 'event.event_type') === undefined
        ? {
            result: 'wrong',
            reason:
              'event.event_type is missing: it is not a PagerDuty webhook of version 3',
          }
        : { result: 'translated', ...translatePagerduty(body) };
    case 'alertmanager':
      return Array.isArray(valueAt(body, 'alerts'))
        ? { result: 'translated', ...translateAlertmanager(body, source) }
        : {
            result: 'wrong',
            reason: 'alerts is missing: it is not an Alertmanager webhook',
          };
    case 'cdevents': {
      const read = readCloudEvents(headers, body);
      return read.result === 'wrong'
        ? read
        : {
            result: 'translated',
            events: [
              ...read.data.flatMap(data => translateCdevent(data).events),
              ...read.wrong.map(({ event, reason }) =>
                unreadable({ cloudEvent: event }, reason),
              ),
            ],
          };
    }
    default:
      throw new Error(`Unknown source ${source satisfies never}`);
  }
}
