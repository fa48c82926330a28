import type { TargetProgress } from '@slipway/backstage-plugin-deployments-node';
import { readText } from '@slipway/backstage-plugin-deployments-node/http';
import { describeResponse } from './assessResponse';
import type { EndpointClient } from './endpointClient';
import type { HttpTargetSettings } from './httpTargetSettings';
import { fillPath, type TemplateValues } from './httpTemplates';

const LONGEST_MESSAGE = 500;

/** Reads how far the deployment service is. Not reaching it doesn't mean that the work failed. */
export async function pollStatus(
  client: EndpointClient,
  status: NonNullable<HttpTargetSettings['status']>,
  { values, signal }: { values: TemplateValues; signal: AbortSignal },
): Promise<TargetProgress> {
  const response = await client.send({
    method: 'GET',
    path: fillPath(status.path, values),
    signal,
  });
  const pollAfterMs = status.every;
  const isOk =
    response.result === 'answered' &&
    response.status >= 200 &&
    response.status < 300;
  if (!isOk) {
    return {
      state: 'working',
      message: `The status could not be read: ${describeResponse(
        response,
        client.redact,
      )}`,
      pollAfterMs,
    };
  }
  const { body } = response;
  const state = readText(body, status.field);
  if (state === undefined) {
    return {
      state: 'working',
      message: `The status has no field ${status.field}`,
      pollAfterMs,
    };
  }
  const detail = status.message && readText(body, status.message);
  const link = status.link && readText(body, status.link);
  const report = {
    message: client
      .redact(
        `The deployment service reports ${state}${detail ? `: ${detail}` : ''}`,
      )
      .slice(0, LONGEST_MESSAGE),
    ...(link ? { links: [{ title: 'Deployment service', url: link }] } : {}),
  };
  if (status.succeeded.includes(state)) return { state: 'done', ...report };
  if (status.failed.includes(state)) {
    return { state: 'failed', code: 'failed', retryable: false, ...report };
  }
  return {
    state: status.waiting.includes(state) ? 'waiting' : 'working',
    ...report,
    pollAfterMs,
  };
}
