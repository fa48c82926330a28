import { formatDuration } from '@slipway/backstage-plugin-deployments-common';
import type {
  CheckMeasurement,
  CheckProvider,
} from '@slipway/backstage-plugin-deployments-node';
import { createTimeoutSignal } from '@slipway/backstage-plugin-deployments-node';
import { z } from 'zod';
import { readBodyUpTo } from '../outbound/readBodyUpTo';
import { findErrorCode } from '../outbound/findErrorCode';
import { findRequestProblems } from '../outbound/findRequestProblems';
import { configuredUrl } from '../outbound/configuredUrl';

const schema = z.strictObject({
  url: configuredUrl,
  method: z.enum(['GET', 'HEAD', 'POST']).default('GET'),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.string().optional(),
  /** The value to measure and to compare with thresholds. */
  measure: z.enum(['latency', 'status']).default('latency'),
  /** How long to wait for the response, in milliseconds. Must be shorter than the limit for a measurement. */
  timeoutMs: z.number().int().min(1).max(14_000).default(10_000),
  passes: z
    .strictObject({
      status: z
        .union([
          z.number().int().min(100).max(599),
          z.array(z.number().int().min(100).max(599)).min(1),
        ])
        .optional(),
      /** Text that the body must contain. */
      bodyContains: z.string().min(1).optional(),
    })
    .optional(),
});

type Settings = z.infer<typeof schema>;

const MAX_BODY_BYTES = 256 * 1024;

/**
 * Calls an HTTP endpoint and measures the latency (ms) or the status of the response.
 *
 * If the connection is refused, reset or can't be routed, or if the response takes longer than `timeoutMs`, the service is
 * down. That is a failed measurement without a value. If a name can't be resolved, a certificate isn't trusted, or the call
 * is aborted (the portal stops, or the step is obsolete), nothing is known about the service. Then the check throws, which
 * counts as an error.
 */
export const httpCheck: CheckProvider<Settings> = {
  id: 'http',
  schema,
  separatesCandidate: ({ url }) => /\{\{\s*candidate\./.test(url),
  describe(settings) {
    const condition = describeCondition(settings);
    return {
      measure: settings.measure,
      measurementTarget: /\{\{\s*candidate\./.test(settings.url)
        ? 'candidate'
        : 'service',
      unit: settings.measure === 'latency' ? 'ms' : 'status',
      ...(condition ? { condition } : {}),
    };
  },
  findProblems: settings => findRequestProblems('', settings),
  async measure({ with: settings, signal }) {
    const startedAt = performance.now();
    const since = () => Math.round(performance.now() - startedAt);
    const { bodyContains } = settings.passes ?? {};
    const timeout = createTimeoutSignal(settings.timeoutMs);
    try {
      const response = await fetch(settings.url, {
        method: settings.method,
        headers: settings.headers,
        ...(settings.body === undefined ? {} : { body: settings.body }),
        // A redirect counts as the response, because following it would measure something else.
        redirect: 'manual',
        signal: AbortSignal.any([signal, timeout]),
      });
      const body = await readBodyUpTo(response, MAX_BODY_BYTES);
      return assess(settings, {
        status: response.status,
        latencyMs: since(),
        contains: bodyContains === undefined || body.includes(bodyContains),
      });
    } catch (error) {
      const noResponse = describeNoResponse(error, timeout, settings.timeoutMs);
      if (noResponse === undefined || signal.aborted) {
        throw error;
      }
      return { holds: false, text: noResponse, message: noResponse };
    }
  },
};

/** Describes how a service failed to respond; `undefined` if the call may not have reached it. */
function describeNoResponse(
  error: unknown,
  timeout: AbortSignal,
  timeoutMs: number,
): string | undefined {
  if (timeout.aborted) {
    return `No response within ${formatDuration(timeoutMs)}`;
  }
  const messages: Partial<Record<string, string>> = {
    ECONNREFUSED: 'The connection was refused',
    ECONNRESET: 'The connection was closed without a response',
    EPIPE: 'The connection was closed without a response',
    EHOSTUNREACH: 'The host could not be reached',
    ETIMEDOUT: 'The connection was not accepted in time',
    UND_ERR_CONNECT_TIMEOUT: 'The connection was not accepted in time',
    UND_ERR_SOCKET: 'The connection was closed without a response',
  };
  return messages[findErrorCode(error) ?? ''];
}

function assess(
  settings: Settings,
  response: { status: number; latencyMs: number; contains: boolean },
): CheckMeasurement {
  const { status, bodyContains } = settings.passes ?? {};
  const measured = {
    value:
      settings.measure === 'latency' ? response.latencyMs : response.status,
    text: `HTTP ${response.status} in ${response.latencyMs} ms`,
    samples: 1,
  };
  const expected = status === undefined ? undefined : [status].flat();
  if (expected && !expected.includes(response.status)) {
    return {
      ...measured,
      holds: false,
      message: `The status was ${response.status} instead of ${expected.join(
        ' or ',
      )}`,
    };
  }
  if (!response.contains) {
    return {
      ...measured,
      holds: false,
      message: `The response does not contain "${bodyContains}"`,
    };
  }
  return expected || bodyContains !== undefined
    ? { ...measured, holds: true }
    : measured;
}

function describeCondition({ passes }: Settings): string | undefined {
  const parts: string[] = [];
  if (passes?.status !== undefined) {
    parts.push(`status = ${[passes.status].flat().join(' or ')}`);
  }
  if (passes?.bodyContains !== undefined) {
    parts.push(`answer contains "${passes.bodyContains}"`);
  }
  return parts.length > 0 ? parts.join(', ') : undefined;
}
