import { textAt, valueAt } from './payload';

export type CloudEventsResult =
  /** `wrong`: what else was in a batch; it does not take the others with it. */
  | { result: 'read'; data: unknown[]; wrong: WrongCloudEvent[] }
  | { result: 'wrong'; reason: string };

interface WrongCloudEvent {
  event: unknown;
  reason: string;
}

/**
 * What CloudEvents 1.0 carry over HTTP: in binary mode the body is it, in structured mode it stands in the body, and a
 * batch has several.
 *
 * @param headers - with names in lower case
 * @param body - parsed JSON
 */
export function readCloudEvents(
  headers: Record<string, unknown>,
  body: unknown,
): CloudEventsResult {
  const type = String(headers['content-type'] ?? '').toLowerCase();
  if (type.startsWith('application/cloudevents-batch+json')) {
    return Array.isArray(body)
      ? readBatch(body)
      : wrong('the body of a batch must be a list');
  }
  if (type.startsWith('application/cloudevents+json')) {
    return readStructured(body);
  }
  if (type.startsWith('application/cloudevents')) {
    return wrong('of CloudEvents only the JSON format is understood');
  }
  return headers['ce-specversion'] === '1.0'
    ? read(body)
    : wrong(
        'it is no CloudEvent 1.0: send the content type application/cloudevents+json, or the headers ce-specversion, ce-type, ce-id and ce-source',
      );
}

function readStructured(event: unknown): CloudEventsResult {
  if (textAt(event, 'specversion') !== '1.0') {
    return wrong('specversion must be 1.0');
  }
  const base64 = textAt(event, 'data_base64', Infinity);
  const data = valueAt(event, 'data');
  if (base64 !== undefined) {
    return parse(Buffer.from(base64, 'base64').toString('utf8'), 'data_base64');
  }
  // Whoever makes a text of it before it is put into the other means the same.
  return typeof data === 'string' ? parse(data, 'data') : read(data);
}

function parse(json: string, field: string): CloudEventsResult {
  try {
    return read(JSON.parse(json));
  } catch {
    return wrong(`${field} holds no JSON`);
  }
}

function readBatch(events: readonly unknown[]): CloudEventsResult {
  const batch: Extract<CloudEventsResult, { result: 'read' }> = {
    result: 'read',
    data: [],
    wrong: [],
  };
  for (const event of events) {
    const one = readStructured(event);
    if (one.result === 'read') batch.data.push(...one.data);
    else batch.wrong.push({ event, reason: one.reason });
  }
  return batch;
}

function read(data: unknown): CloudEventsResult {
  return { result: 'read', data: [data], wrong: [] };
}

function wrong(reason: string): CloudEventsResult {
  return { result: 'wrong', reason };
}
